import { fakeKey } from "../../../sandbox/emulators/stripe/fake-keys";
import { type Check, failure, ok, runChecks, warning } from "../../../src/commands/doctor/check";
import { Scene } from "../../../src/commands/doctor/scene";
import { explain } from "../../../src/remedies";
import { surroundingsIn } from "../../support/run-cli";

const check = (id: string, run: Check["run"], ...needs: string[]): Check => ({ id, about: id, needs, run });

async function run(all: readonly Check[], selected = all, limitMs = 5000) {
  const scene = new Scene({ surroundings: surroundingsIn("/"), signal: new AbortController().signal });
  const seen: string[] = [];
  const outcomes = await runChecks(scene, { all, selected, limitMs, onOutcome: ({ id }) => seen.push(id) });
  return { seen, texts: outcomes.map(({ id, status, message }) => `${id} ${status}: ${message}`), outcomes };
}

const never = () => new Promise<never>(() => {});

it("reports in the order of the list, whatever is done first", async () => {
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const slow = check("slow", () => gate.then(() => ok("at last")));
  const quick = check("quick", () => {
    open();
    return ok("at once");
  });
  expect((await run([slow, quick])).seen).toEqual(["slow", "quick"]);
});

it("skips what needs a check that failed, and what needs that one", async () => {
  const checks = [
    check("one", () => failure("broken")),
    check("two", () => ok("never looked"), "one"),
    check("three", () => ok("never looked"), "two"),
  ];
  expect((await run(checks)).texts).toEqual([
    "one failure: broken",
    "two skipped: one failed",
    "three skipped: two was skipped",
  ]);
});

it("goes on after a warning", async () => {
  const checks = [check("one", () => warning("old")), check("two", () => ok("fine"), "one")];
  expect((await run(checks)).texts[1]).toBe("two ok: fine");
});

it("runs a needed check once, and reports only what was asked for", async () => {
  let runs = 0;
  const one = check("one", () => {
    runs += 1;
    return ok("fine");
  });
  const [two, three] = [check("two", () => ok("fine"), "one"), check("three", () => ok("fine"), "one")];
  expect([(await run([one, two, three], [two, three])).seen, runs]).toEqual([["two", "three"], 1]);
});

it("gives up on a check that does not come to its end", async () => {
  expect((await run([check("one", never)], undefined, 20)).texts).toEqual([
    "one failure: no answer within 0.02 seconds",
  ]);
});

it("survives a check that breaks, and takes keys out of what it says", async () => {
  const key = fakeKey("sk", "live", "leaky");
  const leaky = check("one", () => {
    throw new Error(`no such thing as ${key}`);
  });
  const { texts, outcomes } = await run([
    leaky,
    check("two", () => failure(`no ${key}`, explain(`set ${key}`))),
  ]);
  expect(texts[0]).toBe("one failure: the check itself broke: no such thing as sk_live_[redacted]");
  expect(JSON.stringify(outcomes)).not.toContain(key);
});
