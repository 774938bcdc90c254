import { AUDIT_FINDINGS, type AuditFinding } from "../finding-codes";
import type { Finding, StackStatus } from "../report";

/** A finding with a code that is known. */
export function finding(code: AuditFinding, message: string, expected?: unknown, actual?: unknown): Finding {
  const sides = { ...(expected !== undefined && { expected }), ...(actual !== undefined && { actual }) };
  return { code, message, ...sides };
}

/** Status of a stack by the worst of its findings. */
export function statusOf(findings: readonly Finding[]): StackStatus {
  const severities = findings.map(({ code }) => AUDIT_FINDINGS[code as AuditFinding][0]);
  return (["error", "missing", "drift"] as const).find((severity) => severities.includes(severity)) ?? "ok";
}
