import { readCrossing } from "../../../crossing";
import { reasonsIn, withoutEmptyWords } from "../../../engine/failure";
import type { Stop } from "../../../engine/fleet-engine";
import type { ResourceChange, ResourceOutcome, RunRecord } from "../../../engine/run-record";
import { lockIn, type StackLock, waysOutOfLock, wordsOfLock } from "../../../engine/stack-lock";
import { redact } from "../../../errors";
import { ownForStack } from "../../../remedies";
import { wordsOfChange } from "../endpoint-words";
import { type Finding, finding } from "../report";
import { endpointDifferences, kindOf, nameOf, propertyWords } from "./resource-changes";

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
export function stoppedRun(stopped: Stop): Finding {
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

/** What an update has changed, also one that failed on the way, and what a person has to do in plenigo now. */
export function findingsOfUpdate(record: RunRecord): Finding[] {
  const changes = record.changes();
  return [
    ...changes.map((change) => finding("changed", wordsOf(change))),
    ...record.outcomes().filter(isHandoverDue).map(handoverDue),
  ];
}

function wordsOf(change: ResourceChange): string {
  const name = nameOf(change);
  if (change.step === "create") return `${name} was made`;
  if (change.step === "delete") return `${name} was deleted`;
  if (kindOf(change) === "endpoint") {
    const { drift, pending } = endpointDifferences(change);
    const words = [...drift, ...pending].map(wordsOfChange);
    return words.length > 0 ? `${name} ${words.join("; ")}` : `${name} was updated`;
  }
  const { properties } = change;
  return `${name} was written${properties.length > 0 ? `: ${propertyWords(properties)}` : ""}`;
}

/** Also of an endpoint that this run did not touch: the run that made it may be long ago. */
function isHandoverDue({ type, outputs }: ResourceOutcome): boolean {
  return kindOf({ type }) === "endpoint" && outputs.role !== "previous" && outputs.handedOverAt === "";
}

function handoverDue({ id }: ResourceOutcome): Finding {
  return finding("handover-due", `plenigo needs the new signing secret of endpoint ${id}`);
}
