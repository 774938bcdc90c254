import type { Environment } from "../../environments";
import { nextSteps, redact } from "../../errors";
import type { NextStep, Place, Remedy } from "../../remedies";
import { type AuditFinding, type RUN_FINDINGS, remedyOf } from "./finding-codes";

/** What is known of a stack. `missing`: never provisioned, or gone. `error`: could not look. */
export const STATUSES = ["ok", "drift", "pending", "missing", "error", "not-run"] as const;
export type StackStatus = (typeof STATUSES)[number];

/** One thing that was found out about a stack. */
export interface Finding {
  /** Fixed label, such as `events-differ`. */
  readonly code: string;
  /** One line for people; never holds a key or a signing secret. */
  readonly message: string;
  /** Declared; for events the names that are missing. */
  readonly expected?: unknown;
  /** Found; for events the names that nobody declared. */
  readonly actual?: unknown;
  /** What to do about it, the first way first. Default: what its code says. */
  readonly next?: readonly Remedy[];
}

/** A finding as reports have it: with complete commands, at least one. */
export interface ReportedFinding extends Omit<Finding, "next"> {
  readonly next: readonly NextStep[];
}

/** What a fleet command has found out about one stack. */
export interface StackReport {
  readonly stack: string;
  /** Null for the stacks `stage` and `live`. */
  readonly tenant: string | null;
  /** Null where neither name nor file says it. */
  readonly environment: Environment | null;
  readonly companyId: string | null;
  readonly stripeAccountId: string | null;
  /** The stack's file, relative to the project's folder. */
  readonly file: string;
  readonly status: StackStatus;
  readonly findings: readonly Finding[];
}

/** What a report says about one stack. */
export interface ReportedStack extends Omit<StackReport, "findings"> {
  readonly findings: readonly ReportedFinding[];
}

/** Result of a fleet command; printed as it is by `--json` (schemas/fleet-report.schema.json). */
export interface FleetReport {
  readonly schemaVersion: 1;
  /** `fleet audit` and the like. */
  readonly command: string;
  /** Number of stacks per status; those that don't occur are 0. */
  readonly summary: Readonly<Record<StackStatus, number>>;
  readonly stacks: readonly ReportedStack[];
}

/** Puts the stacks' reports together, with commands that work at the place. */
export function fleetReport(command: string, reports: readonly StackReport[], place: Place): FleetReport {
  const stacks = reports.map(({ findings, ...report }) => ({
    ...report,
    findings: findings.map((finding) => withNext(finding, { ...place, stack: report.stack })),
  }));
  const count = (status: StackStatus) => stacks.filter((stack) => stack.status === status).length;
  const summary = Object.fromEntries(STATUSES.map((status) => [status, count(status)]));
  return { schemaVersion: 1, command, summary: summary as FleetReport["summary"], stacks };
}

function withNext({ next, ...finding }: Finding, place: Place): ReportedFinding {
  return { ...finding, next: nextSteps(next ?? [remedyOf(finding.code)], place) };
}

/** Exit code of a fleet command: failed or not run 1, over wrong configuration 2, over not as declared 7, else 0. */
export function exitCodeOf({ stacks }: Pick<FleetReport, "stacks">): 0 | 1 | 2 | 7 {
  const codes = stacks.map(codeOf);
  return ([1, 2, 7] as const).find((code) => codes.includes(code)) ?? 0;
}

function codeOf({ status, findings }: ReportedStack): 0 | 1 | 2 | 7 {
  if (status === "ok") return 0;
  if (status !== "error" && status !== "not-run") return 7;
  return findings.some(({ code }) => code === "config-invalid") ? 2 : 1;
}

/** Fixed label of a finding; what a run finds as the audit does has the audit's label. */
export type FindingCode = keyof typeof RUN_FINDINGS | AuditFinding;

/** A finding with a code that is known; texts of others may hold what they should not. */
export function finding(code: FindingCode, message: string, expected?: unknown, actual?: unknown): Finding {
  const sides = { ...(expected !== undefined && { expected }), ...(actual !== undefined && { actual }) };
  return { code, message, ...JSON.parse(redact(JSON.stringify(sides))) };
}
