import type { FaultKind } from "./faults";
import type { Operation } from "./operations";
import { Rig } from "./rig";
import { type Combination, callsOf, type Outcome, tryOut } from "./trial";

/** Combinations beside each other. */
const SIDE_BY_SIDE = 12;

/** What came of a matrix, and all that was printed meanwhile. */
export interface Matrix {
  readonly outcomes: readonly Outcome[];
  readonly printed: string;
}

/** An operation with the faults to try in its calls. */
export type Column = readonly [Operation, readonly FaultKind[]];

/**
 * Tries each fault in each call of its operation to the service that the fault is one of; of all operations beside each
 * other, since some runs wait for seconds.
 */
export async function tryOperations(columns: readonly Column[]): Promise<Matrix> {
  const needing = (needs: FaultKind["needs"]) =>
    columns.map(
      ([operation, faults]): Column => [operation, faults.filter((fault) => fault.needs === needs)],
    );
  const atOnce = await onRig(needing("nothing"), (rig, all) => tryAll(rig, all, SIDE_BY_SIDE));
  const oneByOne = await onRig(needing("front"), tryBehindFront);
  return {
    outcomes: [...atOnce.outcomes, ...oneByOne.outcomes],
    printed: `${atOnce.printed}\n${oneByOne.printed}`,
  };
}

/** Kills one process in each call of each of the operations, all at the same moment. */
export async function tryDeaths(
  operations: readonly Operation[],
  faults: readonly FaultKind[],
): Promise<Matrix> {
  const deadly = faults.filter(({ needs }) => needs === "doomed process");
  return onRig(
    operations.map((operation): Column => [operation, deadly]),
    async (rig, all) => {
      await rig.doomFor(all.length);
      return tryAll(rig, all, all.length);
    },
  );
}

type Trial = (rig: Rig, combinations: readonly Combination[]) => Promise<Outcome[]>;

async function onRig(columns: readonly Column[], trial: Trial) {
  if (columns.every(([, faults]) => faults.length === 0)) return { outcomes: [], printed: "" };
  const rig = await Rig.start();
  try {
    const all = await Promise.all(
      columns.map(([operation, faults]) => combinationsOf(rig, operation, faults)),
    );
    const outcomes = await trial(rig, all.flat());
    return { outcomes, printed: rig.printed() };
  } finally {
    await rig.stop();
  }
}

async function tryBehindFront(rig: Rig, combinations: readonly Combination[]): Promise<Outcome[]> {
  await rig.startFront();
  // There is one address that refuses connections, for one run at a time.
  return tryAll(rig, combinations, 1);
}

async function combinationsOf(
  rig: Rig,
  operation: Operation,
  faults: readonly FaultKind[],
): Promise<Combination[]> {
  const calls = await callsOf(rig, operation);
  return faults.flatMap((fault) =>
    calls[fault.service]
      .map((call, index) => ({ operation, fault, call, index }))
      .filter(({ call }) => fault.only === undefined || fault.only === call),
  );
}

/** Tries the combinations, at most so many at the same time. */
async function tryAll(
  rig: Rig,
  combinations: readonly Combination[],
  sideBySide: number,
): Promise<Outcome[]> {
  const left = [...combinations];
  const done: Outcome[] = [];
  const work = async () => {
    for (let next = left.shift(); next; next = left.shift()) done.push(await tryOut(rig, next));
  };
  await Promise.all(Array.from({ length: sideBySide }, work));
  return done;
}
