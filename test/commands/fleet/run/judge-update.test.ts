import { findingsOfUpdate } from "../../../../src/commands/fleet/run/judge-update";
import { BLINDED, endpointState, recordOf, refreshed, step } from "../../../support/engine-events";

const declared = endpointState();

it("names what changed, in plain words", () => {
  const old = endpointState({ enabled: false, description: "by hand" });
  const record = recordOf(
    refreshed("endpoint", declared, old),
    step("update", "endpoint", { old, declared }),
    step("replace", "secret version", { old: {}, declared: {}, properties: ["secretString"] }),
    step("delete", "reader policy", { old: {} }),
    step("same", "secret", { old: {}, declared: {} }),
  );
  expect(findingsOfUpdate(record).map(({ code, message }) => [code, message])).toEqual([
    ["changed", "endpoint we_1 gets another description; is enabled"],
    ["changed", "content of the connection secret was written: keys, endpoint or signing secret"],
    ["changed", "reader policy of the connection secret was deleted"],
  ]);
});

it.each([
  ["a new endpoint", "create", { handedOverAt: "" }, 1],
  ["one that takes the place of another", "replace", { handedOverAt: "" }, 1],
  ["an update in place that changes the URL", "update", { handedOverAt: "" }, 1],
  ["one that an earlier run has made and nobody has handed over", "same", { handedOverAt: "" }, 1],
  ["one that was handed over", "same", { handedOverAt: "2026-05-01T10:00:00Z" }, 0],
  [
    "one taken over with the signing secret that plenigo has",
    "create",
    { handedOverAt: "2026-05-01T10:00:00Z" },
    0,
  ],
  ["the previous one of a rotation", "update", { handedOverAt: "", role: "previous" }, 0],
])("%s: whether plenigo needs a signing secret", (_, op, outputs, count) => {
  const record = recordOf(step(op, "endpoint", { old: declared, declared: endpointState(outputs) }));
  const due = findingsOfUpdate(record).filter(({ code }) => code === "handover-due");
  expect(due).toHaveLength(count);
  for (const { message } of due)
    expect(message).toBe("plenigo needs the new signing secret of endpoint we_1");
});

it("says nothing of values", () => {
  const secretString = { ...BLINDED, value: "something" };
  const record = recordOf(
    step("update", "secret version", { old: {}, declared: { secretString }, properties: ["secretString"] }),
  );
  expect(JSON.stringify(findingsOfUpdate(record))).not.toContain("something");
});
