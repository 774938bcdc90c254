import { nextSteps } from "../errors";
import { howStarted, type NextStep, type Place, type Remedy } from "../remedies";

/** What the call has said so far; one call of a command at a time works in a process. */
let current: Omit<Place, "starter"> = {};

/** A call begins: what the one before it has said does not count. */
export function beginHere(): void {
  current = {};
}

/** `-C` was given: commands that are printed name the folder, since they are typed outside of it. */
export function workIn(folder: string): void {
  current = { ...current, folder };
}

/** The call works on one stack, whatever way it was named; commands that are printed are for it. */
export function workOn(stack: string): void {
  current = { ...current, stack };
}

/** The place of this process, where remedies are rendered. `stack`: the one that the commands are for, if it is another one. */
export function here(stack?: string): Place {
  return { ...current, ...(stack !== undefined && { stack }), starter: howStarted() };
}

/** Remedies as they work here, in the parts that `--json` shows. */
export function stepsHere(remedies: readonly Remedy[], stack?: string): NextStep[] {
  return nextSteps(remedies, here(stack));
}
