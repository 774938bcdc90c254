import { hostname } from "node:os";
import type { Finding } from "../../../../src/commands/fleet/report";
import { findingsOfFailure, findingsOfUpdate } from "../../../../src/commands/fleet/run/findings-of-run";
import { explain, shell, stepOf, visit } from "../../../../src/remedies";
import { BLINDED, endpointState, recordOf, refreshed, step } from "../../../support/engine-events";
import { PLACE } from "../../../support/fleet-reports";

const PROBLEM =
  "pulumi-nodejs:dynamic/stripe:WebhookEndpoint resource 'plenigo-generation-1' has a problem: ";

const commandsOf = (finding: Finding | undefined) =>
  (finding?.next ?? []).map((remedy) => stepOf(remedy, { ...PLACE, stack: "acme.stage" }).command);

it.each([
  [
    "a fault of the user, on one line",
    [
      `${PROBLEM}key-refused: Stripe refuses the key.\n  where  key stripeSecretKey\n  next   pulumi config set   (a key)\n`,
    ],
    [["key-refused", "Stripe refuses the key."]],
  ],
  [
    "all mistakes of a configuration",
    [
      "config-invalid: one value of stack a must be fixed:\n  companyId is missing\n      pulumi config set plenigo-stripe:companyId\n  where  a\n  Nothing was written.\n",
    ],
    [
      [
        "config-invalid",
        "one value of stack a must be fixed: companyId is missing; pulumi config set plenigo-stripe:companyId",
      ],
    ],
  ],
  ["somebody else's error", ["connection reset"], [["engine-failed", "connection reset"]]],
  ["the same error once", ["boom", "boom"], [["engine-failed", "boom"]]],
  [
    "not that the update failed, where there is a reason",
    ["update failed", "boom"],
    [["engine-failed", "boom"]],
  ],
  ["that it failed, where that is all", ["update failed"], [["engine-failed", "update failed"]]],
])("tells %s", (_, errors, expected) => {
  const findings = findingsOfFailure({ errors, text: "" });
  expect(findings.map(({ code, message }) => [code, message])).toEqual(expected);
});

it.each([
  [
    "a wrong passphrase",
    "error: getting stack configuration: incorrect passphrase\n",
    "engine-failed",
    /incorrect passphrase/,
  ],
  ["nothing at all", "", "engine-failed", /without saying why/],
])("reads %s from what was printed", (_, text, code, message) => {
  const findings = findingsOfFailure({ errors: [], text });
  expect(findings).toEqual([{ code, message: expect.stringMatching(message) }]);
});

it("reads a lock from what was printed, with the way out", () => {
  const text = `error: the stack is currently locked by 1 lock(s).\n  /a.json: created by me@${hostname()} (pid 999999999) at 2026\n`;
  const [finding] = findingsOfFailure({ errors: [], text });
  expect([finding?.code, finding?.message]).toEqual([
    "stack-locked",
    `a run on this machine that is gone has left its lock: me@${hostname()}, process 999999999, since 2026`,
  ]);
  expect(commandsOf(finding)[0]).toBe(
    "pulumi cancel --yes --stack acme.stage && npx plenigo-stripe recover --stack acme.stage",
  );
});

it("repeats no key", () => {
  const key = `whsec_${"abc123"}`;
  const [finding] = findingsOfFailure({ errors: [`bad ${key}`], text: "" });
  expect(finding?.message).toBe("bad whsec_[redacted]");
});

const S3 = `2 errors occurred:
	* operation error S3: GetObject, https response error StatusCode: 403
	* operation error KMS: Decrypt, AccessDeniedException`;

it.each([
  // The first line alone was shown: "2 errors occurred:".
  [
    "all lines of an error",
    [S3],
    "2 errors occurred: * operation error S3: GetObject, https response error StatusCode: 403; * operation error KMS: Decrypt, AccessDeniedException",
  ],
  // "reduce of empty array" took the place of the real error.
  ["the real error beside a blank one", ["", " \n ", "boom"], "boom"],
  ["a resource's problem without words", [`${PROBLEM}\n`, "boom"], "boom"],
  ["nothing but blanks", ["", "\n"], "pulumi ended without saying why; see its log"],
  // Any word with a hyphen before a colon was taken for a code of ours.
  ["words with a hyphen as words", ["read-only: the volume is full"], "read-only: the volume is full"],
])("tells %s", (_, errors, message) => {
  const findings = findingsOfFailure({ errors, text: "" });
  expect(findings[0]).toEqual({ code: "engine-failed", message });
});

it.each([
  ["Pulumi Cloud", "error: [409] Conflict: Another update is currently in progress.\n"],
  [
    "S3, in a race",
    "error: read .pulumi/locks/organization/x/stage/1.json: blob (code=NotFound): NoSuchKey\n",
  ],
])("tells a lock of %s as one", (_, text) => {
  expect(findingsOfFailure({ errors: [], text })).toMatchObject([{ code: "stack-locked" }]);
  expect(findingsOfFailure({ errors: [text], text: "" })).toMatchObject([{ code: "stack-locked" }]);
});

// A run that Ctrl-C had ended was told as a failure of the engine: "engine-failed: update canceled".
it.each([
  ["in order", "in-order", "the run was stopped before its end", undefined],
  [
    "at once",
    "at-once",
    "the run was stopped before its end: steps that were under way may be half done, and Pulumi's lock may be left",
    "npx plenigo-stripe recover --stack acme.stage",
  ],
] as const)("tells a run that was stopped %s as the person's wish", (_, stopped, message, command) => {
  const errors = ["update canceled", "context canceled"];
  const [finding, ...others] = findingsOfFailure({ errors, text: "", stopped });
  expect(finding).toMatchObject({ code: "cancelled", message });
  expect([others, commandsOf(finding)]).toEqual([[], command ? [command] : []]);
});

it("keeps what our own code refused before the run was stopped", () => {
  const errors = [`${PROBLEM}key-refused: Stripe refuses the key.`, "update canceled"];
  const findings = findingsOfFailure({ errors, text: "", stopped: "in-order" });
  expect(findings.map(({ code }) => code)).toEqual(["cancelled", "key-refused"]);
});

it("tells a lock that kept the run from starting, also when it was stopped then", () => {
  const text = "error: the stack is currently locked by 1 lock(s)\n";
  const findings = findingsOfFailure({ errors: [], text, stopped: "in-order" });
  expect(findings.map(({ code }) => code)).toEqual(["stack-locked"]);
});

it("gives the steps of our own errors as data: command, page and explanation apart", () => {
  const error = `${PROBLEM}key-refused: Stripe refuses the key.\n  where  key stripeSecretKey\n  next   pulumi config set --secret plenigo-stripe:stripeSecretKey --stack a   (a key)\n  or     https://dashboard.stripe.com/apikeys\n  or     (ask somebody)\n  Nothing was written.`;
  expect(findingsOfFailure({ errors: [error], text: "" })).toEqual([
    {
      code: "key-refused",
      message: "Stripe refuses the key.",
      next: [
        shell("pulumi config set --secret plenigo-stripe:stripeSecretKey --stack a", "a key"),
        visit("https://dashboard.stripe.com/apikeys"),
        explain("ask somebody"),
      ],
    },
  ]);
});

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
