import { redact, UserError } from "../errors";
import { explain, visit } from "../remedies";
import { lockIn, type StackLock, waysOutOfLock, wordsOfLock } from "./stack-lock";

/** There is no engine that could be run. `code`: why, as Node names it. */
export function engineMissing(code: string | undefined): UserError {
  return new UserError({
    code: "engine-failed",
    what: `pulumi can't be started: ${code}.`,
    next: [visit("https://www.pulumi.com/docs/install/", "how to install Pulumi")],
  });
}

/**
 * Why a run of the engine failed, as it printed it: each reason whole, with the lines below it. Empty where it gave none.
 * Keys and signing secrets are taken out; that something "failed" is left out where a reason is told too.
 */
export function reasonsIn(text: string): string[] {
  const reasons: string[][] = [];
  let indent: number | undefined;
  for (const line of redact(text).split("\n")) {
    const [, before = "", first] = /^(\s*)error: ?(.*)/.exec(line) ?? [];
    if (first !== undefined) {
      indent = before.length;
      reasons.push([first.trim()]);
    } else if (isFurtherLine(line, indent)) reasons.at(-1)?.push(line.trim());
    else indent = undefined;
  }
  return withoutEmptyWords(reasons.map((lines) => lines.filter(Boolean).join("\n")));
}

/** The reasons, without those that say no more than that the run has failed, unless that is all; each once. */
export function withoutEmptyWords(reasons: readonly string[]): string[] {
  const told = [...new Set(reasons.map((reason) => reason.trim()).filter(Boolean))];
  const useful = told.filter((reason) => !/^(?:update|preview|refresh|destroy) failed$/.test(reason));
  return useful.length > 0 ? useful : told;
}

/** A reason goes on until a blank line, another kind of message, or what stands further left. */
function isFurtherLine(line: string, indent: number | undefined): boolean {
  if (indent === undefined || line.trim() === "") return false;
  if (/^\s*(?:warning|info|debug): /.test(line)) return false;
  return leading(line) >= indent;
}

function leading(line: string): number {
  return /^\s*/.exec(line)?.[0].length ?? 0;
}

/**
 * What a user is told of a run that failed: `stack-locked` where a lock was in the way, else `engine-failed`
 * with the whole reason.
 * @param text all that the engine printed
 * @param command its words, such as `pulumi stack export`
 */
export function engineFailure(text: string, command: string, stack?: string): UserError {
  const lock = lockIn(text);
  if (lock && stack) return lockedStack(lock, stack);
  return new UserError({
    code: "engine-failed",
    what: `${command} failed: ${reasonsIn(text).join("\n") || redact(text).trim() || "it does not say why"}`,
    ...(stack && { where: stack }),
    ...(EMPTY_CHECKSUM.test(text) && { next: [WITHOUT_CHECKSUM] }),
    state: "",
  });
}

/**
 * In a folder, each state has a file with its checksum beside it, which the engine does not write in one step: a run that
 * is killed right then leaves it empty, and no command can read the state from then on. gocloud.dev/blob/fileblob, setAttrs
 */
const EMPTY_CHECKSUM = /failed to load checkpoint: EOF/;
const WITHOUT_CHECKSUM = explain(
  "a run that was killed has left a checksum empty: in the state backend's folder, delete " +
    ".pulumi/stacks/PROJECT/STACK.json.attrs; the state itself is whole, and Pulumi does without that file",
);

/** A lock keeps runs from a stack. */
export function lockedStack(lock: StackLock, stack: string): UserError {
  return new UserError({
    code: "stack-locked",
    what: `${wordsOfLock(lock)}.`,
    where: stack,
    stack,
    next: waysOutOfLock(lock),
  });
}
