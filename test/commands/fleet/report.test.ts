import { exitCodeOf, fleetReport, type StackStatus } from "../../../src/commands/fleet/report";
import { PLACE } from "../../support/fleet-reports";

function reportOf(...stacks: readonly (readonly [StackStatus, ...string[]])[]) {
  return fleetReport(
    "fleet audit",
    stacks.map(([status, ...codes], index) => ({
      stack: `tenant${index}.stage`,
      tenant: `tenant${index}`,
      environment: "stage",
      companyId: null,
      stripeAccountId: null,
      file: `Pulumi.tenant${index}.stage.yaml`,
      status,
      findings: codes.map((code) => ({ code, message: code })),
    })),
    PLACE,
  );
}

it("counts each status, also those that don't occur", () => {
  expect(reportOf(["ok"], ["drift"], ["drift"]).summary).toEqual({
    ok: 1,
    drift: 2,
    pending: 0,
    missing: 0,
    error: 0,
    "not-run": 0,
  });
});

it.each([
  ["nothing to look at", [], 0],
  ["notes only", [["ok", "handover-due"]], 0],
  ["drift", [["ok"], ["drift"]], 7],
  ["something declared but not applied", [["pending"]], 7],
  ["something missing", [["missing"]], 7],
  ["a wrong configuration over drift", [["drift"], ["error", "config-invalid"]], 2],
  [
    "a failure over a wrong configuration",
    [
      ["error", "config-invalid"],
      ["error", "aws-denied"],
    ],
    1,
  ],
  ["a stack that was not run over drift", [["drift"], ["not-run"]], 1],
] as const)("the exit code of %s is right", (_, stacks, code) => {
  expect(exitCodeOf(reportOf(...stacks))).toBe(code);
});
