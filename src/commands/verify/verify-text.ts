import { wordsOfStep } from "../../remedies";
import type { StepLabels } from "../../terminal/language";
import { lookOf, type OutputStream, type Tone } from "../../terminal/look";
import type { DeliveryStatus, ReportedFinding, VerifyReport } from "./report";
import type { VerifyWords } from "./words";

const TONES: Readonly<Record<DeliveryStatus, Tone>> = {
  delivered: "ok",
  "not-delivered": "failure",
  unknown: "warning",
  "no-events": "warning",
};

/** A delivery check's result for people. */
export function verifyText(report: VerifyReport, words: VerifyWords, stream: OutputStream): string {
  const look = lookOf(stream);
  const shown = report.status === "delivered" ? report.events.filter(({ pending }) => pending === 0) : [];
  const events = shown.map(({ type, id }) => look.line("ok", `${type} ${look.dim(id)}`));
  const headline = `${report.stack}: ${words.headlines[report.status]}`;
  return [
    look.line(TONES[report.status], look.bold(headline)),
    look.dim(`  ${report.webhookEndpointId}  ${report.webhookUrl}`),
    ...events,
    ...report.findings.flatMap((finding) => findingLines(finding, words.labels, stream)),
    "",
  ].join("\n");
}

/** A finding with what fixes it, one way a line. */
export function findingLines(
  { severity, message, next }: ReportedFinding,
  { first, or }: StepLabels,
  stream: OutputStream,
): string[] {
  const steps = next.map((step, index) => `  ${index === 0 ? first : or}  ${wordsOfStep(step)}`);
  return [lookOf(stream).line(severity, message), ...steps];
}
