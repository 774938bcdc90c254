import { type Outcome, runInWaves, type WavePlan } from "../../../../src/commands/fleet/run/waves";

const PLAN: WavePlan = { parallel: 1, canary: 0, maxFailures: Number.POSITIVE_INFINITY };

/** Runs items, of which the named ones fail; gives each item's letter, in capitals where it was not run. */
async function run(plan: Partial<WavePlan>, items: string, failing: string, interruptAt = "") {
  const started: string[] = [];
  const outcomes = await runInWaves<string, string>(
    [...items],
    { ...PLAN, ...plan },
    {
      run: async (item) => {
        started.push(item);
        return item;
      },
      hasFailed: (item) => failing.includes(item),
      isInterrupted: () => interruptAt !== "" && started.includes(interruptAt),
    },
  );
  return outcomes
    .map((outcome, index) => ("result" in outcome ? outcome.result : items[index]?.toUpperCase()))
    .join("");
}

it.each([
  ["all without a plan", {}, "abcd", "b", "abcd"],
  ["all when the canaries are well", { canary: 2 }, "abcd", "c", "abcd"],
  ["the canaries alone when one fails", { canary: 2 }, "abcd", "a", "abCD"],
  ["nothing after the first failure", { maxFailures: 1 }, "abcd", "b", "abCD"],
  ["nothing after as many failures as allowed", { maxFailures: 2 }, "abcde", "ac", "abcDE"],
  ["no further canary after a failure", { canary: 3, maxFailures: 1 }, "abcd", "a", "aBCD"],
  ["all when there are more canaries than stacks", { canary: 9 }, "ab", "", "ab"],
  ["more at a time than there are", { parallel: 9 }, "ab", "", "ab"],
  ["nothing of nothing", { canary: 1 }, "", "", ""],
])("runs %s", async (_, plan, items, failing, expected) => {
  expect(await run(plan, items, failing)).toBe(expected);
});

it("starts nothing after an interruption, and says why", async () => {
  expect(await run({}, "abc", "", "b")).toBe("abC");
  const work = { run: async () => 1, hasFailed: () => false, isInterrupted: () => true };
  const outcomes: Outcome<number>[] = await runInWaves(["a"], PLAN, work);
  expect(outcomes).toEqual([{ notRun: "the run was interrupted before this stack started" }]);
});

it.each([
  ["a sick canary", { canary: 1 }, "a stack of the canary wave failed"],
  ["too many failures", { maxFailures: 1 }, "1 failed before this stack started (--max-failures 1)"],
])("says that %s stopped the rest", async (_, plan, notRun) => {
  const work = { run: async () => 1, hasFailed: () => true, isInterrupted: () => false };
  expect((await runInWaves(["a", "b"], { ...PLAN, ...plan }, work))[1]).toEqual({ notRun });
});

it("keeps to the number at a time, waits for the canaries, and lets running ones end", async () => {
  const log: string[] = [];
  const ends = new Map<string, (failed: boolean) => void>();
  const done = runInWaves<string, boolean>(
    ["a", "b", "c", "d", "e"],
    { parallel: 2, canary: 1, maxFailures: 1 },
    {
      run: (item) => {
        log.push(item);
        return new Promise((resolve) => ends.set(item, resolve));
      },
      hasFailed: (failed) => failed,
      isInterrupted: () => false,
    },
  );
  const settled = () => new Promise(setImmediate);
  const seen = async () => {
    await settled();
    return log.join("");
  };
  expect(await seen()).toBe("a");
  ends.get("a")?.(false);
  expect(await seen()).toBe("abc");
  ends.get("b")?.(true);
  expect(await seen()).toBe("abc");
  ends.get("c")?.(false);
  const outcomes = await done;
  expect(outcomes.map((outcome) => "result" in outcome)).toEqual([true, true, true, false, false]);
});
