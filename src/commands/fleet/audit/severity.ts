import { AUDIT_FINDINGS, type AuditFinding } from "../finding-codes";
import type { Finding, StackStatus } from "../report";

const SEVERITIES = ["error", "missing", "drift", "note"] as const;

function severityOf({ code }: Finding): (typeof SEVERITIES)[number] {
  return AUDIT_FINDINGS[code as AuditFinding][0];
}

/** The findings, worst first. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  return SEVERITIES.flatMap((severity) => findings.filter((found) => severityOf(found) === severity));
}

/** Status of a stack by the worst of its findings. */
export function statusOf(findings: readonly Finding[]): StackStatus {
  const worst = SEVERITIES.find((severity) => findings.some((found) => severityOf(found) === severity));
  return worst === undefined || worst === "note" ? "ok" : worst;
}
