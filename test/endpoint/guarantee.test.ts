import fc from "fast-check";
import { brokenPromises, type Clone, SharedWorld } from "../support/model/clones";

/** Steps to take in all; `npm run test:long` takes ten thousand. */
const STEPS = Number(process.env.PLENIGO_STRIPE_MODEL_STEPS) || 800;
/** The same histories in each run of `npm test`; a long run takes its own. */
const SEED =
  Number(process.env.PLENIGO_STRIPE_MODEL_SEED) || (STEPS > 1000 ? Date.now() % 2 ** 31 : 20_261_126);
const LONGEST = 40;
const MS_PER_STEP = 150;
const DAY_MS = 24 * 3600 * 1000;

jest.mock("../../src/stripe/retry", () => require("../support/model/instant-retries"));

let world: SharedWorld;
jest.mock("../../src/aws/named-endpoints", () => ({
  endpointsNamedBy: async (name: string) => {
    const all = world.namedBy(name);
    return all.size > 0 ? { kind: "named", current: all, all } : { kind: "none" };
  },
}));

beforeEach(() => {
  jest.spyOn(console, "warn").mockImplementation(() => {});
  jest.spyOn(console, "info").mockImplementation(() => {});
});
afterAll(() => {
  Reflect.deleteProperty(process.env, "STRIPE_API_BASE");
});

type ByHand =
  | "no marks"
  | "no generation"
  | "no company"
  | "other stack"
  | "url"
  | "disable"
  | "hand over"
  | "delete";

type Step =
  | { readonly does: "up"; readonly fault?: number }
  | { readonly does: "preview" | "destroy" | "back up" | "lose the state" | "forget adoption" }
  | { readonly does: "go back"; readonly steps: number }
  | { readonly does: "take the other's state" }
  | {
      readonly does: "generation";
      readonly by: number;
      readonly previous?: "enabled" | "disabled" | "removed";
    }
  | { readonly does: "rename"; readonly to: string }
  | { readonly does: "correct the company"; readonly to: string }
  | { readonly does: "by hand"; readonly edit: ByHand; readonly index: number }
  | { readonly does: "adopt"; readonly index: number }
  | { readonly does: "wait"; readonly days: number };

const previous = fc.option(fc.constantFrom("enabled" as const, "disabled" as const, "removed" as const), {
  nil: undefined,
});
const plainly = (...names: readonly Extract<Step, { does: string }>["does"][]) =>
  fc.record({ does: fc.constantFrom(...names) }) as fc.Arbitrary<Step>;
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: plainly("up") },
  { weight: 4, arbitrary: fc.record({ does: fc.constant("up" as const), fault: fc.nat(6) }) },
  { weight: 2, arbitrary: plainly("preview", "destroy") },
  { weight: 4, arbitrary: plainly("back up", "lose the state", "take the other's state", "forget adoption") },
  { weight: 3, arbitrary: fc.record({ does: fc.constant("go back" as const), steps: fc.nat(2) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant("generation" as const),
      by: fc.constantFrom(1, 1, 0, 0, -1),
      previous,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant("rename" as const),
      to: fc.constantFrom("stage", "acme.stage"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant("correct the company" as const),
      to: fc.constantFrom("alphastage0000000000", "betastage00000000000", "gammastage0000000000"),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant("by hand" as const),
      edit: fc.constantFrom<ByHand>(
        "no marks",
        "no generation",
        "no company",
        "other stack",
        "url",
        "disable",
        "hand over",
        "hand over",
        "delete",
      ),
      index: fc.nat(3),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("adopt" as const), index: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("wait" as const), days: fc.constantFrom(0.5, 2) }) },
);

const tally = { steps: 0, succeeded: 0, refused: 0, notInState: 0, failed: 0 };

it(
  "never deletes, disables or re-points an endpoint in use that the state does not hold, whatever state a clone has",
  async () => {
    const history = fc.array(fc.tuple(fc.nat(2), step), { minLength: 1, maxLength: LONGEST, size: "max" });
    const property = fc.asyncProperty(history, async (sequence) => {
      world = await SharedWorld.open();
      try {
        for (const [index, next] of sequence) await take(world.clones[index] as Clone, next);
      } finally {
        await world.stripe.close();
      }
    });
    await fc.assert(property, { seed: SEED, numRuns: Math.ceil(STEPS / (LONGEST / 3)) });
    process.stdout.write(`\nguarantee: ${JSON.stringify(tally)}, seed ${SEED}\n`);
    // A history in which nothing succeeds, or nothing is refused, would prove nothing.
    expect(Math.min(tally.succeeded, tally.refused, tally.notInState)).toBeGreaterThan(10);
  },
  STEPS * MS_PER_STEP,
);

async function take(clone: Clone, next: Step): Promise<void> {
  tally.steps += 1;
  const inUse = world.inUse();
  const held = new Set(clone.engine.entries.map(({ id }) => id));
  world.stripe.calls.length = 0;
  await act(clone, next);
  const broken = brokenPromises(world.stripe.calls, inUse, held);
  if (next.does === "preview" && world.stripe.calls.some(({ isWrite }) => isWrite))
    broken.push("a preview wrote");
  if (broken.length > 0) throw new Error(broken.join("\n"));
}

async function act(clone: Clone, next: Step): Promise<void> {
  switch (next.does) {
    case "up":
      return run(() => clone.engine.up(clone.program()), next.fault);
    case "preview":
      return run(() => clone.engine.preview(clone.program()));
    case "destroy":
      return run(() => clone.engine.destroy());
    case "back up":
      return clone.backUp();
    case "lose the state":
      return clone.goBack();
    case "go back":
      return clone.goBack(next.steps);
    case "take the other's state":
      return clone.takeStateOf(world.clones.find((other) => other !== clone) as Clone);
    case "generation":
      return changeGeneration(clone, next.by, next.previous);
    case "rename":
      clone.stack = next.to;
      return;
    case "correct the company":
      clone.company = next.to;
      return;
    case "adopt":
      return clone.adopt(next.index);
    case "forget adoption":
      clone.settings = { ...clone.settings, adopt: undefined };
      return;
    case "wait":
      world.nowMs += next.days * DAY_MS;
      return;
    case "by hand":
      return editByHand(next.edit, next.index);
  }
}

async function run(work: () => Promise<unknown>, faultyCall?: number): Promise<void> {
  if (faultyCall !== undefined) loseAnswerOf(faultyCall);
  try {
    await work();
    tally.succeeded += 1;
  } catch (error) {
    const { message } = error as Error;
    if (message.startsWith("this is a bug")) throw error;
    if (message.startsWith("endpoint-not-in-state")) tally.notInState += 1;
    else if (/^(foreign-endpoint|rotation-refused|adoption-refused)/.test(message)) tally.refused += 1;
    else tally.failed += 1;
  } finally {
    world.stripe.faults.length = 0;
  }
}

/** Stripe has acted, and its answer to this call and all later ones of the same kind is lost. */
function loseAnswerOf(call: number): void {
  let seen = 0;
  let operation: string | undefined;
  const body = JSON.stringify({ error: { type: "api_error", message: "no" } });
  const reply = { status: 503, headers: { "content-type": "application/json" }, body };
  world.stripe.faults.push({
    matches: (recorded) => {
      if (seen === call) operation = recorded.operation;
      seen += 1;
      return operation === recorded.operation;
    },
    effect: { kind: "reply", reply, processed: true },
    times: Number.POSITIVE_INFINITY,
  });
}

function changeGeneration(
  clone: Clone,
  by: number,
  previousGeneration: "enabled" | "disabled" | "removed" | undefined,
) {
  const generation = Math.max(1, clone.settings.generation + by);
  clone.settings = {
    ...clone.settings,
    generation,
    previousGeneration: generation === 1 ? undefined : previousGeneration,
  };
}

function editByHand(edit: ByHand, index: number): void {
  const endpoint = world.endpoints().at(index);
  if (!endpoint) return;
  const { id, metadata } = endpoint;
  const without = (name: string) =>
    Object.fromEntries(Object.entries(metadata).filter(([key]) => key !== name));
  if (edit === "delete") {
    world.stripe.deleteEndpoint(id);
    return;
  }
  const changes = {
    "no marks": { metadata: {} },
    "no generation": { metadata: without("plenigo_generation") },
    "no company": { metadata: without("plenigo_company_id") },
    "other stack": { metadata: { ...metadata, plenigo_stack: "another" } },
    url: { url: "https://example.com/moved" },
    disable: { status: "disabled" as const },
    "hand over": { metadata: { ...metadata, plenigo_handed_over_at: "2026-01-01T00:00:00.000Z" } },
  };
  world.stripe.changeEndpoint(id, changes[edit]);
}
