import fc from "fast-check";
import { StackUnderTest } from "../support/model/stack-under-test";
import { type Step, step } from "../support/model/steps";
import { type Tally, takeStep } from "../support/model/take-step";

/** Steps to take in all; `npm run test:long` takes ten thousand. */
const STEPS = Number(process.env.PLENIGO_STRIPE_MODEL_STEPS) || 600;
const LONGEST = 40;
/** Time of one run of 600 steps on a busy machine, with room. */
const MS_PER_STEP = 150;

jest.mock("../../src/stripe/retry", () => require("../support/model/instant-retries"));

/** What AWS would say of the connection secret of the stack under test. */
let stack: StackUnderTest | undefined;
jest.mock("../../src/aws/named-endpoints", () => ({
  endpointsNamedBy: async () => {
    const all = new Set(Object.keys(stack?.engine.stored ?? {}));
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

it(
  "ends each update as declared, whatever was changed by hand and whatever went wrong before",
  async () => {
    const tally: Tally = { steps: 0, succeeded: 0, refused: 0, failed: 0 };
    const seed =
      Number(process.env.PLENIGO_STRIPE_MODEL_SEED) || (STEPS > 1000 ? Date.now() % 2 ** 31 : 20_261_126);
    const steps = fc.array(step, { minLength: 1, maxLength: LONGEST, size: "max" });
    const property = fc.asyncProperty(steps, (sequence) => runThrough(sequence, tally));
    await fc.assert(property, { seed, numRuns: Math.ceil(STEPS / (LONGEST / 3)) });
    process.stdout.write(`\nmodel: ${JSON.stringify(tally)}, seed ${seed}\n`);
  },
  STEPS * MS_PER_STEP,
);

/** Takes the steps with a stack of its own. */
async function runThrough(sequence: readonly Step[], tally: Tally): Promise<void> {
  stack = await StackUnderTest.open();
  try {
    for (const next of sequence) await takeStep(stack, next, tally);
  } finally {
    await stack.stripe.close();
  }
}
