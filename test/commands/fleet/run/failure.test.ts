import { findingsOfFailure } from "../../../../src/commands/fleet/run/failure";

const PROBLEM =
  "pulumi-nodejs:dynamic/stripe:WebhookEndpoint resource 'plenigo-generation-1' has a problem: ";

it.each([
  [
    "a fault of the user, on one line with its next step",
    [
      `${PROBLEM}key-refused: Stripe refuses the key.\n  where  key stripeSecretKey\n  next   pulumi config set   (a key)\n`,
    ],
    [["key-refused", "Stripe refuses the key. Next: pulumi config set (a key)"]],
  ],
  [
    "all mistakes of a configuration",
    [
      "config-invalid: one value of stack a must be fixed:\n  companyId is missing\n      pulumi config set companyId\n  where  a\n  Nothing was written.\n",
    ],
    [
      [
        "config-invalid",
        "one value of stack a must be fixed: companyId is missing; pulumi config set companyId",
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
  const findings = findingsOfFailure({ errors, text: "" }, "acme.stage");
  expect(findings.map(({ code, message }) => [code, message])).toEqual(expected);
});

it.each([
  [
    "a wrong passphrase",
    "error: getting stack configuration: incorrect passphrase\n",
    "engine-failed",
    /incorrect passphrase/,
  ],
  [
    "a lock",
    "error: the stack is currently locked by 1 lock(s).\n  /a.json: created by me@here (pid 7) at 2026\n",
    "stack-locked",
    /created by me@here \(pid 7\).*\. Next: pulumi cancel --yes --stack acme\.stage/,
  ],
  ["nothing at all", "", "engine-failed", /without saying why/],
])("reads %s from what was printed", (_, text, code, message) => {
  const findings = findingsOfFailure({ errors: [], text }, "acme.stage");
  expect(findings).toEqual([{ code, message: expect.stringMatching(message) }]);
});

it("repeats no key", () => {
  const key = `whsec_${"abc123"}`;
  const [finding] = findingsOfFailure({ errors: [`bad ${key}`], text: "" }, "acme.stage");
  expect(finding?.message).toBe("bad whsec_[redacted]");
});
