import { messageOf, nextSteps, redact, UserError } from "../../errors";
import { explain, type NextStep, type Place, type Remedy } from "../../remedies";
import type { Scene } from "./scene";

/** What a check found. `skipped`: it could not look, because of another check or for a reason it tells. */
export const CHECK_STATUSES = ["ok", "warning", "failure", "skipped"] as const;
export type CheckStatus = (typeof CHECK_STATUSES)[number];

/** Outcome of a check. */
export interface CheckResult {
  readonly status: CheckStatus;
  /** One line; never holds a key or a signing secret. */
  readonly message: string;
  /** What fixes it, one way each. */
  readonly next: readonly Remedy[];
}

/** One thing that can be in order or not. */
export interface Check {
  /** Name by which it is run: `aws-identity`. */
  readonly id: string;
  /** What it looks at, in a few words. */
  readonly about: string;
  /** Whether it looks at one stack, and is left out without `--stack`. */
  readonly ofStack?: boolean;
  /** Checks without which it can't look. */
  readonly needs: readonly string[];
  /** Looks. What it throws counts as a failure; a UserError's remedies fix it. */
  readonly run: (scene: Scene) => Promise<CheckResult> | CheckResult;
}

export function ok(message: string): CheckResult {
  return { status: "ok", message, next: [] };
}

export function warning(message: string, ...next: readonly Remedy[]): CheckResult {
  return { status: "warning", message, next };
}

export function failure(message: string, ...next: readonly Remedy[]): CheckResult {
  return { status: "failure", message, next };
}

export function skipped(message: string): CheckResult {
  return { status: "skipped", message, next: [] };
}

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
