import { readCrossing } from "../../../crossing";
import { reasonsIn, withoutEmptyWords } from "../../../engine/failure";
import type { Stop } from "../../../engine/fleet-engine";
import { lockIn, type StackLock, waysOutOfLock, wordsOfLock } from "../../../engine/stack-lock";
import { redact } from "../../../errors";
import { ownForStack } from "../../../remedies";
import type { Finding } from "../report";

/** What a run of the engine that failed has left to read. */
export interface FailedRun {
  /** Errors that its events told. */
  readonly errors: readonly string[];
  /** All that it printed. */
  readonly text: string;
  /** How it was stopped, where somebody wished it. */
  readonly stopped?: Stop;
}

/**
 * Findings of a run that failed: our own error codes where there are any, else `engine-failed`. What the engine says of
 * a run that was stopped is no failure of it: `cancelled`.
 */
export function findingsOfFailure({ errors, text, stopped }: FailedRun): Finding[] {
  const lock = lockIn([text, ...errors].join("\n"));
  if (lock) return [lockedRun(lock)];
  const told = withoutEmptyWords(errors);
  // Where no event came (no such stack, a wrong passphrase), the engine only prints.
  const findings = (told.length > 0 ? told : reasonsIn(text)).map(findingOf);
  const unique = new Map(findings.filter(({ message }) => message).map((found) => [found.message, found]));
  if (stopped)
    return [stoppedRun(stopped), ...[...unique.values()].filter(({ code }) => code !== "engine-failed")];
  if (unique.size > 0) return [...unique.values()];
  return [{ code: "engine-failed", message: "pulumi ended without saying why; see its log" }];
}

function lockedRun(lock: StackLock): Finding {
  return { code: "stack-locked", message: wordsOfLock(lock), next: waysOutOfLock(lock) };
}

/** A run that Ctrl-C or the end of a job has stopped. */
function stoppedRun(stopped: Stop): Finding {
  const message = "the run was stopped before its end";
  if (stopped === "in-order") return { code: "cancelled", message };
  const left = "steps that were under way may be half done, and Pulumi's lock may be left";
  const next = [ownForStack("recover", "shows what is left; then the same command again")];
  return { code: "cancelled", message: `${message}: ${left}`, next };
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
