import type { Environment } from "../../environments";
import type { Line, NextStep, Remedy } from "../../remedies";
import type { StepLabels } from "../../terminal/language";
import { stepLines } from "../../terminal/lines";
import type { Look, Tone } from "../../terminal/look";
import type { VerifyWords } from "./words";

/**
 * What a delivery check has found. `unknown`: events wait, but for which endpoint can't be told. `no-events`: nothing
 * happened since the endpoint is in use, so that nothing is proved.
 */
export type DeliveryStatus = "delivered" | "not-delivered" | "unknown" | "no-events";

/** Fixed labels of what a delivery check finds. */
export const DELIVERY_FINDINGS = [
  "endpoint-disabled",
  "endpoint-gone",
  "event-not-enabled",
  "event-never-sent",
  "event-not-taken",
  "earlier-events-not-taken",
  "no-events",
  "not-handed-over",
  "other-endpoints",
  "previous-endpoint-enabled",
  "rotation-under-way",
  "url-differs",
] as const;

/** One thing that a delivery check has found. */
export interface DeliveryFinding {
  readonly code: (typeof DELIVERY_FINDINGS)[number];
  /** `failure` says why events don't arrive, or why that can't be told. */
  readonly severity: "failure" | "warning" | "note";
  /** One line. */
  readonly message: string;
  /** What fixes it, one way each, for the stack. */
  readonly next: readonly Remedy[];
}

/** A finding as reports have it: with complete commands. */
export type ReportedFinding = Omit<DeliveryFinding, "next"> & { readonly next: readonly NextStep[] };

/** An event that the verdict rests on. */
export interface SeenEvent {
  readonly id: string;
  readonly type: string;
  /** ISO time, Stripe's clock. */
  readonly createdAt: string;
  /** Endpoints that have yet to take it. */
  readonly pending: number;
}

/** Result of `verify`; printed as it is by `--json` (schemas/verify-report.schema.json). */
export interface VerifyReport {
  readonly schemaVersion: 1;
  readonly command: "verify";
  readonly stack: string;
  readonly environment: Environment;
  readonly companyId: string;
  readonly stripeAccountId: string;
  readonly webhookEndpointId: string;
  readonly webhookUrl: string;
  readonly status: DeliveryStatus;
  readonly events: readonly SeenEvent[];
  readonly findings: readonly ReportedFinding[];
}

/** What a delivery check finds out by itself. */
export interface DeliveryResult extends Pick<VerifyReport, "status" | "events"> {
  readonly findings: readonly DeliveryFinding[];
}

const TONES: Readonly<Record<DeliveryStatus, Tone>> = {
  delivered: "ok",
  "not-delivered": "failure",
  unknown: "warning",
  "no-events": "warning",
};

/** A delivery check's result for people. */
export function verifyLines(report: VerifyReport, words: VerifyWords, look: Look): Line[] {
  const shown = report.status === "delivered" ? report.events.filter(({ pending }) => pending === 0) : [];
  const events = shown.map(({ type, id }) => look.line("ok", `${type} ${look.dim(id)}`));
  const headline = `${report.stack}: ${words.headlines[report.status]}`;
  return [
    look.line(TONES[report.status], look.bold(headline)),
    look.dim(`  ${report.webhookEndpointId}  ${report.webhookUrl}`),
    ...events,
    ...report.findings.flatMap((finding) => findingLines(finding, words.labels, look)),
    "",
  ];
}

/** A finding with what fixes it, one way a line. */
export function findingLines(
  { severity, message, next }: ReportedFinding,
  { first, or }: StepLabels,
  look: Look,
): Line[] {
  return [look.line(severity, message), ...stepLines(next, [first, or])];
}
