import { FAULTS, type FaultKind } from "../support/fault-matrix/faults";
import { OPERATIONS, type Operation } from "../support/fault-matrix/operations";
import { figuresOf, problemLines, tableOf } from "../support/fault-matrix/report";
import { Rig } from "../support/fault-matrix/rig";
import { type Combination, callsOf, type Outcome, tryOut } from "../support/fault-matrix/trial";

/** Combinations that wait for time-outs and back-off beside each other. */
const SIDE_BY_SIDE = 12;

const outcomes: Outcome[] = [];
/** For all faults but refused connections, and for those; the latter never waits for an answer. */
let rig: Rig;
let front: Rig;

beforeAll(async () => {
  [rig, front] = await Promise.all([Rig.start(1200), Rig.start(1200, true)]);
});
afterAll(async () => {
  process.stdout.write(`\n${tableOf(outcomes)}\n`);
  await Promise.all([rig.stop(), front.stop()]);
});

/** Runs the combinations, at most so many at the same time. */
async function tryAll(combinations: readonly Combination[], on: Rig, sideBySide: number): Promise<Outcome[]> {
  const left = [...combinations];
  const done: Outcome[] = [];
  const work = async () => {
    for (let next = left.shift(); next; next = left.shift()) done.push(await tryOut(on, next));
  };
  await Promise.all(Array.from({ length: sideBySide }, work));
  return done;
}

async function tryFaultsOf(operation: Operation): Promise<Outcome[]> {
  const calls = await callsOf(rig, operation);
  const all = FAULTS.flatMap((fault) =>
    calls
      .map((call, index) => ({ operation, fault, call, index }))
      .filter(({ call }) => fault.only === undefined || fault.only === call),
  );
  const needing = (needs: FaultKind["needs"]) => all.filter(({ fault }) => fault.needs === needs);
  const groups = await Promise.all([
    tryAll(needing("nothing"), rig, SIDE_BY_SIDE),
    tryAll(needing("own process"), rig, 2),
    tryAll(needing("front"), front, 1),
  ]);
  return groups.flat();
}

it.each(OPERATIONS.map((operation) => [operation.name, operation] as const))(
  "%s: whatever goes wrong with a call is clear, and the next plain run ends in the right place",
  async (_, operation) => {
    const tried = await tryFaultsOf(operation);
    outcomes.push(...tried);
    expect(problemLines(tried)).toEqual([]);
  },
);

it("loses no endpoint and no secret, and leaves no duplicate", () => {
  expect(figuresOf(outcomes)).toEqual({
    "combinations tried": outcomes.length,
    "endpoints lost": 0,
    "secrets lost": 0,
    "duplicates left": 0,
  });
});

it("prints neither keys nor signing secrets", () => {
  expect(rig.printed() + front.printed()).not.toMatch(/(sk|rk)_(test|live)_\w{6}|whsec_\w{6}/);
});
