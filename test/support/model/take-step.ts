import type { PreviousGeneration } from "../../../src/endpoint/endpoint-state";
import { canVerify, faultsAfterSuccess, faultsAtAnyTime, faultsOfError, mustSucceed } from "./expectations";
import type { StackUnderTest } from "./stack-under-test";
import type { ModelFault, Step } from "./steps";

/** How often runs ended in which way. */
export interface Tally {
  steps: number;
  succeeded: number;
  refused: number;
  failed: number;
}

/** Takes one step and compares what is left with what must hold. @throws Error that says what does not */
export async function takeStep(stack: StackUnderTest, step: Step, tally: Tally): Promise<void> {
  tally.steps += 1;
  switch (step.does) {
    case "up":
      await up(stack, step.fault, tally);
      break;
    case "preview":
      await withoutWrites(stack, () => attempt(stack, () => stack.engine.preview(stack.program())));
      break;
    case "refresh":
      await withoutWrites(stack, () => attempt(stack, () => stack.engine.refresh(), step.fault));
      break;
    case "destroy":
      await destroy(stack, step.fault);
      break;
    default:
      change(stack, step);
  }
  insist(faultsAtAnyTime(stack));
}

function insist(faults: readonly string[]): void {
  if (faults.length > 0) throw new Error(faults.join("\n"));
}

/** Runs something that may fail for a reason; returns the error. */
async function attempt(
  stack: StackUnderTest,
  work: () => Promise<unknown>,
  fault?: ModelFault,
): Promise<Error | undefined> {
  try {
    await stack.withFault(fault, work);
    return undefined;
  } catch (error) {
    insist(faultsOfError(stack, error as Error, fault?.lasts ?? false));
    return error as Error;
  }
}

async function withoutWrites<T>(stack: StackUnderTest, work: () => Promise<T>): Promise<T> {
  const before = stack.writes();
  const result = await work();
  if (stack.writes() > before) throw new Error("something was written that must not be");
  return result;
}

/** `pulumi up`, which looks before it leaps; with a fault, `pulumi up --skip-preview`. */
async function up(stack: StackUnderTest, fault: ModelFault | undefined, tally: Tally): Promise<void> {
  const must = mustSucceed(stack) && !fault?.lasts;
  const couldVerify = canVerify(stack);
  if (!fault) {
    const refusal = await withoutWrites(stack, () =>
      attempt(stack, () => stack.engine.preview(stack.program())),
    );
    if (refusal && must) throw new Error(`a preview is refused without a reason: ${refusal.message}`);
    if (refusal) tally.refused += 1;
    if (refusal) return;
  }
  const error = await attempt(stack, () => stack.engine.up(stack.program()), fault);
  if (error && (must || (!fault && !error.message.startsWith("endpoint-limit-reached")))) {
    throw new Error(`an update fails without a reason: ${error.message}`);
  }
  if (error) tally.failed += 1;
  else await succeeded(stack, tally);
  if (couldVerify && !canVerify(stack)) throw new Error("no endpoint's events can be verified any more");
}

async function succeeded(stack: StackUnderTest, tally: Tally): Promise<void> {
  tally.succeeded += 1;
  insist(faultsAfterSuccess(stack));
  await withoutWrites(stack, async () => {
    const { changes } = await stack.engine.preview(stack.program());
    if (changes) throw new Error("a preview after an update shows changes");
    await stack.engine.up(stack.program());
  });
}

async function destroy(stack: StackUnderTest, fault: ModelFault | undefined): Promise<void> {
  const ids = stack.engine.entries.map(({ id }) => id);
  const error = await attempt(stack, () => stack.engine.destroy(), fault);
  if (error) return;
  const left = stack.endpoints().filter(({ id }) => ids.includes(id));
  if (left.length + stack.engine.entries.length > 0) throw new Error("a destroy leaves endpoints");
}

type Change = Exclude<Step, { does: "up" | "preview" | "refresh" | "destroy" }>;

function change(stack: StackUnderTest, step: Change): void {
  const { settings } = stack;
  switch (step.does) {
    case "describe":
      stack.settings = { ...settings, description: step.text };
      break;
    case "add events":
      stack.settings = { ...settings, additionalEvents: step.events };
      break;
    case "change generation":
      changeGeneration(stack, settings.generation + step.by, step.previous);
      break;
    case "change previous":
      changeGeneration(stack, settings.generation, step.previous);
      break;
    case "change key":
      stack.changeKey(step.revokes);
      break;
    case "adopt":
      stack.adopt();
      break;
    case "forget adoption":
      stack.settings = { ...settings, adopt: undefined };
      break;
    case "edit by hand":
      stack.editByHand(step.edit, step.previous);
      break;
    case "add foreign endpoint":
      stack.addForeign(step.hasOurUrl);
      break;
    case "remove foreign endpoint":
      stack.removeForeign();
      break;
    case "break writes":
      stack.stripe.breakWrites(step.times);
  }
}

/**
 * Changes the generation as a careful person would. Not done: raising it while an endpoint of ours that the state does
 * not know waits for the next run of the same configuration, and switching the previous endpoint off before the secret
 * of the current one is stored.
 */
function changeGeneration(
  stack: StackUnderTest,
  generation: number,
  previousGeneration: PreviousGeneration | undefined,
): void {
  const ours = stack.ours();
  const ids = stack.engine.entries.map(({ id }) => id);
  const isUnknownLeftBehind = [...ours].some(([number, { id }]) => number < generation && !ids.includes(id));
  const isStored =
    stack.held(generation) !== undefined && (stack.held(generation) ?? "") in stack.engine.stored;
  const isTooEarly = previousGeneration === "disabled" && ours.has(generation) && !isStored;
  if (generation < 1 || isUnknownLeftBehind || isTooEarly) return;
  const previous = generation === 1 ? undefined : previousGeneration;
  stack.settings = { ...stack.settings, generation, previousGeneration: previous };
}
