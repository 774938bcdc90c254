import { redact } from "../../errors";
import type { Finding } from "../report";

/** Findings of `fleet preview` and `fleet up` beside those of the audit and the error codes; what each means. */
export const RUN_FINDINGS = {
  "never-provisioned": "nothing of the stack was ever provisioned",
  "resource-missing": "a resource that the state knows is gone",
  "endpoint-unreadable": "Stripe refused the key of the last run; what is in Stripe was not compared",
  "secret-settings-differ": "the connection secret has other settings (tags, KMS key, description)",
  "reader-policy-differs": "the connection secret has another reader policy",
  "resource-differs": "another resource of the program differs",
  "change-pending": "declared by code or configuration, not applied yet",
  changed: "what an update changed",
  "not-started": "why the stack was not run",
} as const;

/** Fixed label of a finding of a run. */
export type RunFinding =
  | keyof typeof RUN_FINDINGS
  | "config-invalid"
  | "description-differs"
  | "endpoint-disabled"
  | "endpoint-enabled"
  | "endpoint-missing"
  | "events-differ"
  | "handover-due"
  | "marks-differ"
  | "secret-mismatch"
  | "secret-missing"
  | "url-differs";

/** A finding with a code that is known; texts of others may hold what they should not. */
export function finding(code: RunFinding, message: string, expected?: unknown, actual?: unknown): Finding {
  const sides = { ...(expected !== undefined && { expected }), ...(actual !== undefined && { actual }) };
  return { code, message, ...JSON.parse(redact(JSON.stringify(sides))) };
}
