import { nextStep, type OwnEndpoint, type RotationFacts } from "../../../src/commands/rotate/next-step";

const handedOverAt = new Date("2026-11-01T09:00:00Z");
const one: OwnEndpoint = { id: "we_1", generation: 1, enabled: true, handedOverAt };
const two: OwnEndpoint = { id: "we_2", generation: 2, enabled: true };
const oneOff = { ...one, enabled: false };
const twoDone = { ...two, handedOverAt };
const both = { current: "we_2", previous: "we_1" };

/** Facts of a stack; a case states only what differs from one endpoint of generation 1. */
function facts(changes: Partial<RotationFacts> = {}): RotationFacts {
  return {
    stack: "acme.stage",
    declared: { generation: 1 },
    endpoints: [one],
    stored: { current: "we_1" },
    ...changes,
  };
}

/** What holds, what of the facts differs, the step, and what it changes of the configuration. */
type Row = [string, Partial<RotationFacts>, string, object | null];

it.each<Row>([
  ["one endpoint and nothing declared", {}, "start", { generation: 2, previous: "enabled" }],
  [
    "a raised generation without a word of the previous one",
    { declared: { generation: 2 } },
    "start",
    { generation: 2, previous: "enabled" },
  ],
  [
    "a raised generation that was not applied",
    { declared: { generation: 2, previous: "enabled" } },
    "apply",
    null,
  ],
  [
    "a leaked secret that is to stop at once",
    { declared: { generation: 2, previous: "removed" } },
    "apply",
    null,
  ],
  [
    "a new endpoint whose secret is not stored yet",
    { declared: { generation: 2, previous: "enabled" }, endpoints: [one, two] },
    "apply",
    null,
  ],
  [
    "both endpoints, and nothing handed over",
    { declared: { generation: 2, previous: "enabled" }, endpoints: [one, two], stored: both },
    "hand-over",
    null,
  ],
  [
    "both endpoints, and the new one handed over",
    { declared: { generation: 2, previous: "enabled" }, endpoints: [one, twoDone], stored: both },
    "switch",
    { previous: "disabled" },
  ],
  [
    "a previous endpoint that somebody switched off",
    { declared: { generation: 2, previous: "enabled" }, endpoints: [oneOff, twoDone], stored: both },
    "apply",
    null,
  ],
  [
    "a previous endpoint that is to be switched off",
    { declared: { generation: 2, previous: "disabled" }, endpoints: [one, twoDone], stored: both },
    "apply",
    null,
  ],
  [
    "a previous endpoint that is off",
    { declared: { generation: 2, previous: "disabled" }, endpoints: [oneOff, twoDone], stored: both },
    "verify",
    null,
  ],
  [
    "a previous endpoint that is to be removed",
    { declared: { generation: 2, previous: "removed" }, endpoints: [oneOff, twoDone], stored: both },
    "apply",
    null,
  ],
  [
    "a removed endpoint that the configuration still speaks of",
    { declared: { generation: 2, previous: "removed" }, endpoints: [twoDone], stored: { current: "we_2" } },
    "tidy",
    { previous: null },
  ],
  [
    "a previous endpoint that was deleted by hand",
    { declared: { generation: 2, previous: "disabled" }, endpoints: [twoDone], stored: both },
    "apply",
    { previous: "removed" },
  ],
  [
    "a previous endpoint that the configuration does not speak of",
    { declared: { generation: 2 }, endpoints: [oneOff, twoDone], stored: both },
    "apply",
    { previous: "disabled" },
  ],
  [
    "a finished rotation",
    { declared: { generation: 2 }, endpoints: [twoDone], stored: { current: "we_2" } },
    "start",
    { generation: 3, previous: "enabled" },
  ],
])("goes on from %s", (_, changes, kind, change) => {
  const step = nextStep(facts(changes));
  expect([step.kind, ("change" in step && step.change) || null]).toEqual([kind, change]);
});

it.each<[string, Partial<RotationFacts>, string]>([
  ["lowered", { declared: { generation: 1 }, endpoints: [one, two] }, "generation 2 (we_2) is in use"],
  ["skipped", { declared: { generation: 3 } }, "generation 1 (we_1) is in use"],
])("refuses a generation that was %s in the stack's file", (_, changes, message) => {
  expect(() => nextStep(facts(changes))).toThrow(
    new RegExp(`rotation-refused: .*${message.replace(/[()]/g, "\\$&")}[\\s\\S]*git pull`),
  );
});

it("refuses to rotate what is not there", () => {
  expect(() => nextStep(facts({ endpoints: [] }))).toThrow(
    /endpoint-gone: [\s\S]*pulumi up --stack acme\.stage/,
  );
});
