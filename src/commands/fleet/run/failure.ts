import { redact } from "../../../errors";
import type { Finding } from "../report";

/** What a run of the engine that failed has left to read. */
export interface FailedRun {
  /** Errors that its events told. */
  readonly errors: readonly string[];
  /** All that it printed. */
  readonly text: string;
}

/** Findings of a run that failed: our own error codes where there are any, else `engine-failed`. */
export function findingsOfFailure({ errors, text }: FailedRun, stack: string): Finding[] {
  const lock = /the stack is currently locked by/.test(text) ? [lockFinding(text, stack)] : [];
  const told = errors.length > 0 ? errors : printedErrors(text);
  const own = lock.length > 0 ? lock : told.map(findingOf);
  const useful = own.filter(({ message }) => !/^(?:update|preview) failed$/.test(message));
  const unique = new Map((useful.length > 0 ? useful : own).map((found) => [found.message, found]));
  if (unique.size > 0) return [...unique.values()];
  return [{ code: "engine-failed", message: "pulumi ended without saying why; see its log" }];
}

/** Where no event came (no such stack, a wrong passphrase), the engine prints `error: …` alone. */
function printedErrors(text: string): string[] {
  return text.split("\n").flatMap((line) => /^\s*error: (.+)/.exec(line)?.[1] ?? []);
}

const RESOURCE = /^\S+ resource '[^']*' has a problem: /;
const CODE = /^([a-z]+(?:-[a-z]+)+): /;

function findingOf(error: string): Finding {
  const text = oneLine(redact(error).trim().replace(RESOURCE, ""));
  const code = CODE.exec(text)?.[1];
  return code ? { code, message: text.slice(code.length + 2) } : { code: "engine-failed", message: text };
}

/** Our errors have lines for where, next and the state of the world; a report has one line. */
function oneLine(text: string): string {
  const lines = text
    .split("\n")
    .map((line) => line.trim().replace(/\s+/g, " "))
    .filter((line) => line && !line.startsWith("where ") && line !== "Nothing was written.")
    .map((line) => line.replace(/^next /, "Next: ").replace(/^or /, "Or: "));
  return lines.reduce((joined, line) => `${joined}${/[.:]$/.test(joined) ? "" : ";"} ${line}`);
}

function lockFinding(text: string, stack: string): Finding {
  const who = /created by .*/.exec(redact(text))?.[0];
  const message = `another run holds the lock${who ? `, ${who}` : ""}. Next: pulumi cancel --yes --stack ${stack} (only if you are sure that nothing runs)`;
  return { code: "stack-locked", message };
}
