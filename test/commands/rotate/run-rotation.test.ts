import type { OwnEndpoint, RotationFacts } from "../../../src/commands/rotate/next-step";
import {
  type RotationTalk,
  type RotationWorld,
  runRotation,
} from "../../../src/commands/rotate/run-rotation";
import type { DeliveryStatus } from "../../../src/commands/verify/report";
import { UserError } from "../../../src/errors";

/** A stack in memory: what `configure`, `update` and the marks would do to file, Stripe and connection secret. */
class StackInMemory implements RotationWorld {
  readonly done: string[] = [];
  declared: RotationFacts["declared"] = { generation: 1 };
  endpoints: OwnEndpoint[] = [{ id: "we_1", generation: 1, enabled: true, handedOverAt: new Date(0) }];
  stored: RotationFacts["stored"] = { current: "we_1" };
  verdict: DeliveryStatus = "delivered";
  /** Throws at the so-manieth thing that is done; 0 never. */
  failAt = 0;

  facts = async () => ({
    stack: "acme.stage",
    declared: this.declared,
    endpoints: this.endpoints,
    stored: this.stored,
  });
  configure: RotationWorld["configure"] = async ({ generation, previous }) => {
    this.#do(`configure ${generation ?? ""} ${previous}`);
    this.declared = {
      generation: generation ?? this.declared.generation,
      previous: previous === undefined ? this.declared.previous : (previous ?? undefined),
    };
  };
  update = async () => {
    this.#do("update");
    const { generation, previous } = this.declared;
    const isThere = this.endpoints.some((endpoint) => endpoint.generation === generation);
    if (!isThere) this.endpoints.push({ id: `we_${generation}`, generation, enabled: true });
    this.endpoints = this.endpoints
      .filter((endpoint) => endpoint.generation === generation || previous !== "removed")
      .map((endpoint) =>
        endpoint.generation === generation ? endpoint : { ...endpoint, enabled: previous === "enabled" },
      );
    const old = this.endpoints.find((endpoint) => endpoint.generation === generation - 1);
    this.stored = { current: `we_${generation}`, previous: old?.id };
  };
  verify = async () => {
    this.#do("verify");
    return { status: this.verdict, events: [], findings: [] };
  };
  markHandedOver = async (id: string) => this.#mark(id, new Date(0));
  unmarkHandedOver = async (id: string) => this.#mark(id, undefined);
  now = () => new Date(0);

  #mark(id: string, handedOverAt: Date | undefined): void {
    this.#do(`${handedOverAt ? "mark" : "unmark"} ${id}`);
    this.endpoints = this.endpoints.map((endpoint) =>
      endpoint.id === id ? { ...endpoint, handedOverAt } : endpoint,
    );
  }

  #do(what: string): void {
    if (this.failAt === this.done.length + 1) {
      this.failAt = 0;
      throw new UserError({ code: "engine-failed", what: "no" });
    }
    this.done.push(what);
  }
}

/** Somebody who confirms everything, and has entered the secret unless told otherwise. */
function talk({ isEntered = true } = {}) {
  const announced: string[] = [];
  const person: RotationTalk = {
    announce: ({ kind }) => announced.push(kind),
    confirm: async () => {},
    isEntered: async () => isEntered,
    takesEvents: () => {},
    switchedOnAgain: () => {},
  };
  return { ...person, announced };
}

const WHOLE = [
  "configure 2 enabled",
  "update",
  "mark we_2",
  "configure  disabled",
  "update",
  "verify",
  "configure  removed",
  "update",
  "configure  null",
];

it("walks from one endpoint to the next, and verifies before the old one goes", async () => {
  const [stack, person] = [new StackInMemory(), talk()];
  const outcome = await runRotation(stack, person, false);
  expect(outcome).toEqual({
    status: "finished",
    done: ["start", "hand-over", "switch", "verify"],
    findings: [],
  });
  expect(stack.done).toEqual(WHOLE);
  expect(stack.endpoints.map(({ id }) => id)).toEqual(["we_2"]);
});

it("does the same one step a call", async () => {
  const [stack, person] = [new StackInMemory(), talk()];
  const statuses: string[] = [];
  while (statuses.at(-1) !== "finished") statuses.push((await runRotation(stack, person, true)).status);
  expect(statuses).toEqual(["under-way", "under-way", "under-way", "finished"]);
  expect(stack.done).toEqual(WHOLE);
});

it.each(WHOLE.map((what, index) => [what, index + 1] as const))(
  "goes on after a call that failed at: %s (%p)",
  async (_, failAt) => {
    const stack = new StackInMemory();
    stack.failAt = failAt;
    await expect(runRotation(stack, talk(), false)).rejects.toThrow("engine-failed");
    expect((await runRotation(stack, talk(), false)).status).toBe("finished");
    expect([stack.endpoints.map(({ id }) => id), stack.declared, stack.stored]).toEqual([
      ["we_2"],
      { generation: 2, previous: undefined },
      { current: "we_2", previous: undefined },
    ]);
  },
);

it("waits for the person where the secret was not entered, and switches nothing off", async () => {
  const stack = new StackInMemory();
  const outcome = await runRotation(stack, talk({ isEntered: false }), false);
  expect([outcome.status, outcome.done]).toEqual(["waiting", ["start"]]);
  expect(stack.endpoints.map(({ enabled }) => enabled)).toEqual([true, true]);
});

it("switches the old endpoint on again when plenigo does not take the events, and takes the mark off", async () => {
  const stack = new StackInMemory();
  stack.verdict = "not-delivered";
  expect((await runRotation(stack, talk(), false)).status).toBe("not-verified");
  expect(stack.endpoints).toEqual([
    expect.objectContaining({ id: "we_1", enabled: true }),
    { id: "we_2", generation: 2, enabled: true, handedOverAt: undefined },
  ]);
});

it.each<DeliveryStatus>(["unknown", "no-events"])(
  "leaves everything as it is when the delivery is %s, and verifies again the next time",
  async (verdict) => {
    const stack = new StackInMemory();
    stack.verdict = verdict;
    expect((await runRotation(stack, talk(), false)).status).toBe("not-verified");
    expect(stack.endpoints.map(({ enabled }) => enabled)).toEqual([false, true]);
    stack.verdict = "delivered";
    expect((await runRotation(stack, talk(), false)).done).toEqual(["verify"]);
  },
);

it("changes nothing that is not confirmed", async () => {
  const stack = new StackInMemory();
  const person = { ...talk(), confirm: async () => Promise.reject(new Error("no")) };
  await expect(runRotation(stack, person, false)).rejects.toThrow("no");
  expect(stack.done).toEqual([]);
});

it.each([
  ["a first step that failed", 2, "engine-failed: no\n  Called again, rotate goes on from where it is."],
  [
    "a later one",
    5,
    "engine-failed: no\n  Done so far: start, hand-over. Called again, rotate goes on from where it is.",
  ],
])("says after %s what was done, and that it goes on", async (_, failAt, message) => {
  const stack = new StackInMemory();
  stack.failAt = failAt;
  await expect(runRotation(stack, talk(), false)).rejects.toThrow(new Error(message));
});

it("says what was done when the person stops at a question", async () => {
  const cancelled = new UserError({ code: "cancelled", what: "you have stopped here." });
  const person = { ...talk(), isEntered: () => Promise.reject(cancelled) };
  await expect(runRotation(new StackInMemory(), person, false)).rejects.toThrow(
    /^cancelled: you have stopped here\.\n {2}Done so far: start\. Called again/,
  );
});

it("does not repeat an update for ever that changes nothing", async () => {
  const stack = new StackInMemory();
  stack.declared = { generation: 2, previous: "enabled" };
  stack.update = async () => {};
  await expect(runRotation(stack, talk(), false)).rejects.toThrow(/rotation-refused: the update ended well/);
});
