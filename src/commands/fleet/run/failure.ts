import { readCrossing } from "../../../crossing";
import { reasonsIn, withoutEmptyWords } from "../../../engine/failure";
import { lockIn, wordsOfLock } from "../../../engine/stack-lock";
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

function findingOf(error: string): Finding {
  const text = redact(error).trim().replace(RESOURCE, "");
  const crossed = readCrossing(text);
  if (!crossed) return { code: "engine-failed", message: joined(text.split("\n")) };
  const { code, told, next } = crossed;
  return { code, message: joined(told), ...(next.length > 0 && { next }) };
}

/** A report has one line. */
function joined(lines: readonly string[]): string {
  return lines
    .map((line) => line.trim().replace(/\s+/g, " "))
    .filter(Boolean)
    .reduce((text, line) => (text ? `${text}${/[.:;]$/.test(text) ? "" : ";"} ${line}` : line), "");
}
