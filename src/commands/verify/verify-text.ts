import { wordsOfStep } from "../../remedies";
import type { StepLabels } from "../../terminal/language";
import type { Look, Tone } from "../../terminal/look";
import type { DeliveryStatus, ReportedFinding, VerifyReport } from "./report";
import type { VerifyWords } from "./words";

const TONES: Readonly<Record<DeliveryStatus, Tone>> = {
  delivered: "ok",
  "not-delivered": "failure",
  unknown: "warning",
  "no-events": "warning",
};

/** A delivery check's result for people. */
export function verifyText(report: VerifyReport, words: VerifyWords, look: Look): string {
  const shown = report.status === "delivered" ? report.events.filter(({ pending }) => pending === 0) : [];
  const events = shown.map(({ type, id }) => look.line("ok", `${type} ${look.dim(id)}`));
  const headline = `${report.stack}: ${words.headlines[report.status]}`;
  return [
    look.line(TONES[report.status], look.bold(headline)),
    look.dim(`  ${report.webhookEndpointId}  ${report.webhookUrl}`),
    ...events,
    ...report.findings.flatMap((finding) => findingLines(finding, words.labels, look)),
    "",
  ].join("\n");
}

/** A finding with what fixes it, one way a line. */
export function findingLines(
  { severity, message, next }: ReportedFinding,
  { first, or }: StepLabels,
  look: Look,
): string[] {
  const steps = next.map((step, index) => `  ${index === 0 ? first : or}  ${wordsOfStep(step)}`);
  return [look.line(severity, message), ...steps];
}
