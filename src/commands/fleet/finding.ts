import { redact } from "../../errors";
import type { AuditFinding, RUN_FINDINGS } from "./finding-codes";
import type { Finding } from "./report";

/** Fixed label of a finding; what a run finds as the audit does has the audit's label. */
export type FindingCode = keyof typeof RUN_FINDINGS | AuditFinding;

/** A finding with a code that is known; texts of others may hold what they should not. */
export function finding(code: FindingCode, message: string, expected?: unknown, actual?: unknown): Finding {
  const sides = { ...(expected !== undefined && { expected }), ...(actual !== undefined && { actual }) };
  return { code, message, ...JSON.parse(redact(JSON.stringify(sides))) };
}
