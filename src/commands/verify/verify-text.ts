import { wordsOfStep } from "../../remedies";
import { lookOf, type OutputStream, type Tone } from "../../terminal/look";
import type { DeliveryStatus, ReportedFinding, VerifyReport } from "./report";

const HEADLINES: Readonly<Record<DeliveryStatus, readonly [Tone, string]>> = {
  delivered: ["ok", "plenigo takes the events"],
  "not-delivered": ["failure", "plenigo does not get or take the events"],
  unknown: ["warning", "it can't be told whether plenigo takes the events"],
  "no-events": ["warning", "nothing to prove it by: no event has happened yet"],
};

/** A delivery check's result for people. */
export function verifyText(report: VerifyReport, stream: OutputStream): string {
  const look = lookOf(stream);
  const [tone, headline] = HEADLINES[report.status];
  const shown = report.status === "delivered" ? report.events.filter(({ pending }) => pending === 0) : [];
  const events = shown.map(({ type, id }) => look.line("ok", `${type} ${look.dim(id)}`));
  return [
    look.line(tone, look.bold(`${report.stack}: ${headline}`)),
    look.dim(`  ${report.webhookEndpointId}  ${report.webhookUrl}`),
    ...events,
    ...report.findings.flatMap((finding) => findingLines(finding, stream)),
    "",
  ].join("\n");
}

/** A finding with what fixes it, one way a line. */
export function findingLines({ severity, message, next }: ReportedFinding, stream: OutputStream): string[] {
  const steps = next.map((step, index) => `  ${index === 0 ? "next" : "or  "}  ${wordsOfStep(step)}`);
  return [lookOf(stream).line(severity, message), ...steps];
}
