import { messageOf, nextSteps, redact, UserError } from "../../errors";
import { explain, type NextStep, type Place } from "../../remedies";
import { type Check, type CheckResult, failure, skipped } from "./check";
import type { Scene } from "./scene";

/** A check with what it found; what fixes it is complete. */
export interface CheckOutcome extends Omit<CheckResult, "next"> {
  readonly id: string;
  readonly next: readonly NextStep[];
}

/** How checks are run. */
export interface RunChecksOptions {
  /** All checks that there are; those that others need are found here. */
  readonly all: readonly Check[];
  /** Those to report, in this order. */
  readonly selected: readonly Check[];
  /** Time that one check may take, in ms. */
  readonly limitMs: number;
  /** Called with each outcome, in the order of `selected`, as soon as it is known. */
  readonly onOutcome?: (outcome: CheckOutcome) => void;
}

/** Runs checks side by side; one that needs another waits for it, and is skipped when that one did not succeed. */
export async function runChecks(
  scene: Scene,
  { all, selected, limitMs, onOutcome }: RunChecksOptions,
): Promise<CheckOutcome[]> {
  const outcomes = new Map<string, Promise<CheckOutcome>>();

  function outcomeOf(check: Check): Promise<CheckOutcome> {
    const known = outcomes.get(check.id) ?? run(check);
    outcomes.set(check.id, known);
    return known;
  }
  async function run(check: Check): Promise<CheckOutcome> {
    const needed = await Promise.all(
      all.filter(({ id }) => check.needs.includes(id)).map((other) => outcomeOf(other)),
    );
    const broken = needed.find(({ status }) => status === "failure" || status === "skipped");
    const result = broken
      ? skipped(`${broken.id} ${broken.status === "failure" ? "failed" : "was skipped"}`)
      : await limited(check, scene, limitMs);
    return { id: check.id, ...rendered(result, scene.place) };
  }

  const running = selected.map(outcomeOf);
  const found: CheckOutcome[] = [];
  for (const outcome of running) {
    found.push(await outcome);
    onOutcome?.(await outcome);
  }
  return found;
}

/** What a check found, or that it has failed or took too long. */
async function limited(check: Check, scene: Scene, limitMs: number): Promise<CheckResult> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<CheckResult>((resolve) => {
    const message = `no answer within ${limitMs / 1000} seconds`;
    timer = setTimeout(
      () => resolve(failure(message, explain("check the network, and run it again"))),
      limitMs,
    );
  });
  try {
    return await Promise.race([judged(check, scene), tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

async function judged(check: Check, scene: Scene): Promise<CheckResult> {
  try {
    return await check.run(scene);
  } catch (error) {
    if (error instanceof UserError)
      return failure(`${error.code}: ${error.parts.what}`, ...(error.parts.next ?? []));
    return failure(`the check itself broke: ${messageOf(error)}`);
  }
}

/** Complete, and without secrets. */
function rendered({ status, message, next }: CheckResult, place: Place): Omit<CheckOutcome, "id"> {
  return { status, message: redact(message), next: nextSteps(next, place) };
}
