import {
  type Finding,
  type FleetReport,
  fleetReport,
  type StackReport,
  type StackStatus,
} from "../../src/commands/fleet/report";
import { reportLines } from "../../src/commands/fleet/reports/text";
import { textOfLines } from "../../src/remedies";
import type { Look } from "../../src/terminal/look";
import { companyId } from "./project-folder";

/** A stack's report; `ok` without findings unless told otherwise. */
export function stackReport(stack: string, status: StackStatus = "ok", ...findings: Finding[]): StackReport {
  const [tenant = "", environment] = stack.split(".");
  return {
    stack,
    tenant,
    environment: environment === "live" ? "live" : "stage",
    companyId: companyId(tenant.length),
    stripeAccountId: "acct_1000000000000000",
    file: `Pulumi.${stack}.yaml`,
    status,
    findings,
  };
}

/** Where the commands of reports are typed. */
export const PLACE = { starter: "npx plenigo-stripe" };

/** A report of `fleet audit`. */
export function auditOf(...stacks: readonly StackReport[]): FleetReport {
  return fleetReport("fleet audit", stacks, PLACE);
}

/** A report for a terminal. */
export function reportText(report: FleetReport, look: Look): string {
  return textOfLines(reportLines(report, look, PLACE));
}

/** So many stacks that are as declared. */
export function unchanged(count: number): StackReport[] {
  return Array.from({ length: count }, (_, index) => stackReport(`calm${index}.live`));
}

/** Findings as the audit makes them. */
export const EVENTS_DIFFER: Finding = {
  code: "events-differ",
  message: "endpoint we_1 has other events",
  expected: ["charge.failed", "charge.updated"],
  actual: ["customer.created"],
};
export const DISABLED: Finding = {
  code: "endpoint-disabled",
  message: "endpoint we_1 is disabled",
  expected: true,
  actual: false,
};
export const UNREADABLE: Finding = { code: "stripe-unreadable", message: "Stripe did not answer" };
export const HANDOVER_DUE: Finding = { code: "handover-due", message: "plenigo may lack the signing secret" };

/** One stack of each kind among others, in an order that no report keeps. */
export function mixedAudit(count = 10): FleetReport {
  return auditOf(
    stackReport("noted.live", "ok", HANDOVER_DUE),
    stackReport("gone.stage", "missing", { code: "secret-missing", message: "there is no secret" }),
    stackReport("drifted.live", "drift", EVENTS_DIFFER, DISABLED),
    ...unchanged(count - 5),
    stackReport("waiting.live", "not-run", { code: "not-run", message: "stopped after 3 failures" }),
    stackReport("broken.live", "error", UNREADABLE),
  );
}
