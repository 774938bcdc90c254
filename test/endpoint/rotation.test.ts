import { judgeGeneration, warningOfOneStep } from "../../src/endpoint/rotation";
import { tenant } from "../support/tenant";

const { inputs } = tenant();
type Declared = Partial<Pick<typeof inputs, "generation" | "previousGeneration" | "role">>;

/** Endpoints of the stack in Stripe: the generations, those in brackets disabled. */
function there(...generations: readonly (number | [number])[]) {
  return generations.map((item) => {
    const generation = Array.isArray(item) ? item[0] : item;
    const metadata = { ...inputs.marks, plenigo_generation: String(generation) };
    return {
      id: `we_${generation}`,
      url: inputs.url,
      enabledEvents: [],
      description: "",
      livemode: false,
      createdAt: new Date(0),
      enabled: !Array.isArray(item),
      metadata,
    };
  });
}

const NOTHING_HELD = new Map<string, number>();
const declared = (changes: Declared) => ({ ...inputs, ...changes });
const foreign = { ...there(9)[0], metadata: {} } as ReturnType<typeof there>[0];

it.each([
  ["any number where the stack has no endpoint", [], { generation: 7 }],
  ["any number beside endpoints of others", [foreign], { generation: 7 }],
  ["the same generation", there(1), { generation: 1 }],
  ["the next one with an overlap", there(1), { generation: 2, previousGeneration: "enabled" }],
  ["the next one without, when that is said", there(1), { generation: 2, previousGeneration: "removed" }],
  [
    "a previous endpoint that is switched off later",
    there(1, 2),
    { generation: 2, previousGeneration: "disabled" },
  ],
  ["a previous endpoint that was off before", there([1]), { generation: 2, previousGeneration: "disabled" }],
  ["no word of a previous endpoint that has gone", there(2), { generation: 2 }],
] as const)("accepts %s", (_, endpoints, changes) => {
  expect(() => judgeGeneration(endpoints, declared(changes), NOTHING_HELD)).not.toThrow();
});

it.each([
  [
    "a generation raised without a word of the previous endpoint",
    there(1),
    { generation: 2 },
    /generation 1 is still there[\s\S]*previousGeneration enabled[\s\S]*previousGeneration removed/,
  ],
  [
    "a previous endpoint that is forgotten later",
    there(1, 2),
    { generation: 2 },
    /generation 1 is still there/,
  ],
  [
    "a generation that is skipped",
    there(1),
    { generation: 3, previousGeneration: "enabled" },
    /generation 1 is in use; raise it by one[\s\S]*signingSecretGeneration 2/,
  ],
  [
    "a generation that is lowered",
    there(3),
    { generation: 2 },
    /generation 3 is in use; it can't be lowered[\s\S]*signingSecretGeneration 3/,
  ],
  [
    "a previous endpoint that stops before the new secret is handed over",
    there(1),
    { generation: 2, previousGeneration: "disabled" },
    /would stop before[\s\S]*previousGeneration enabled/,
  ],
] as const)("refuses %s, with the way out", (_, endpoints, changes, message) => {
  expect(() => judgeGeneration(endpoints, declared(changes), NOTHING_HELD)).toThrow(message);
});

// Seen on a stack that was renamed, and on an endpoint whose generation somebody took off by hand.
it.each([
  ["no generation", { ...inputs.marks, plenigo_generation: "" }],
  ["a generation that is not a number", { ...inputs.marks, plenigo_generation: "two" }],
  ["the stack's name of before", { ...inputs.marks, plenigo_stack: "before.stage" }],
  ["no marks at all", {}],
])(
  "takes the generation of an endpoint that the state holds from the state when its marks say %s",
  (_, metadata) => {
    const endpoints = [{ ...there(2)[0], metadata } as ReturnType<typeof there>[0]];
    const held = new Map([["we_2", 2]]);
    expect(() => judgeGeneration(endpoints, declared({ generation: 1 }), held)).toThrow(/generation 2/);
    const step = declared({ generation: 3, previousGeneration: "enabled" });
    expect(() => judgeGeneration(endpoints, step, held)).not.toThrow();
  },
);

it("counts no generation of another company on the same account", () => {
  const metadata = { ...inputs.marks, plenigo_company_id: "B".repeat(20), plenigo_generation: "2" };
  const endpoints = [{ ...there(2)[0], metadata } as ReturnType<typeof there>[0]];
  expect(() => judgeGeneration(endpoints, declared({ generation: 1 }), NOTHING_HELD)).not.toThrow();
});

it("warns of what stops when the overlap is left out, and only then", () => {
  const atOnce = declared({ generation: 2, previousGeneration: "removed" });
  expect(warningOfOneStep(there(1), atOnce, NOTHING_HELD)).toMatch(
    /^warning: the endpoint of generation 1 is removed in this run/,
  );
  expect(warningOfOneStep([], atOnce, NOTHING_HELD)).toBeUndefined();
  expect(
    warningOfOneStep(there(1), declared({ generation: 2, previousGeneration: "enabled" }), NOTHING_HELD),
  ).toBeUndefined();
});
