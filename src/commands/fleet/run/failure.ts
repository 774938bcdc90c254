import { reasonsIn, withoutEmptyWords } from "../../../engine/failure";
import { lockIn, wordsOfLock } from "../../../engine/stack-lock";
import { ERROR_CODES, redact } from "../../../errors";
import { type NextStep, stepOf } from "../next-step";
import type { Finding } from "../report";

/** What a run of the engine that failed has left to read. */
export interface FailedRun {
  /** Errors that its events told. */
  readonly errors: readonly string[];
  /** All that it printed. */
  readonly text: string;
}

/** Findings of a run that failed: our own error codes where there are any, else `engine-failed`. */
export function findingsOfFailure({ errors, text }: FailedRun): Finding[] {
  const lock = lockIn([text, ...errors].join("\n"));
  if (lock) return [{ code: "stack-locked", message: `another run holds the lock: ${wordsOfLock(lock)}` }];
  const told = withoutEmptyWords(errors);
  // Where no event came (no such stack, a wrong passphrase), the engine only prints.
  const findings = (told.length > 0 ? told : reasonsIn(text)).map(findingOf);
  const unique = new Map(findings.filter(({ message }) => message).map((found) => [found.message, found]));
  if (unique.size > 0) return [...unique.values()];
  return [{ code: "engine-failed", message: "pulumi ended without saying why; see its log" }];
}

const RESOURCE = /^\S+ resource '[^']*' has a problem:\s*/;

/** Foreign texts have words before a colon too; only a code of ours is one. */
function findingOf(error: string): Finding {
  const lines = redact(error)
    .trim()
    .replace(RESOURCE, "")
    .split("\n")
    .map((line) => line.trim());
  const code = ERROR_CODES.find((known) => lines[0]?.startsWith(`${known}: `));
  if (!code) return { code: "engine-failed", message: joined(lines) };
  const [first = "", ...others] = lines;
  const next = others.flatMap(stepIn);
  const message = joined([first.slice(code.length + 2), ...others.filter(isTold)]);
  return { code, message, ...(next.length > 0 && { next }) };
}

/** Our errors come through the engine as text: lines for where, next, or, and the state of the world. */
function stepIn(line: string): NextStep[] {
  const [, step] = /^(?:next|or) {2,}(.+)$/.exec(line) ?? [];
  return step === undefined ? [] : [stepOf(step)];
}

function isTold(line: string): boolean {
  return !/^(?:where|next|or) {2,}/.test(line) && line !== "Nothing was written.";
}

/** A report has one line. */
function joined(lines: readonly string[]): string {
  return lines
    .map((line) => line.replace(/\s+/g, " "))
    .filter(Boolean)
    .reduce((text, line) => (text ? `${text}${/[.:;]$/.test(text) ? "" : ";"} ${line}` : line), "");
}
