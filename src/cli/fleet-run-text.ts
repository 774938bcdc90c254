import type { FleetReport, StackReport, StackStatus } from "../fleet/report";
import { type Look, lookOf, type Tone } from "../look";

const TONES: Readonly<Record<StackStatus, Tone>> = {
  error: "failure",
  "not-run": "failure",
  missing: "warning",
  drift: "warning",
  pending: "warning",
  ok: "ok",
};

/** Summary of a run: each stack that changed or needs somebody, worst first, then the counts. */
export function runText(report: FleetReport): string {
  const look = lookOf(process.stdout);
  const order = Object.keys(TONES) as StackStatus[];
  const worth = order.flatMap((status) => report.stacks.filter((stack) => stack.status === status));
  const lines = worth.filter(({ findings, status }) => findings.length > 0 || status !== "ok");
  const counts = order
    .filter((status) => report.summary[status] > 0)
    .map((status) => `${report.summary[status]} ${status}`);
  const total = `${report.stacks.length} stacks: ${counts.join(", ") || "none selected"}`;
  return `${[...lines.flatMap((stack) => stackLines(stack, look)), total].join("\n")}\n`;
}

function stackLines({ stack, status, findings }: StackReport, look: Look): string[] {
  const details = findings.map(({ code, message }) => `    ${message} ${look.dim(code)}`);
  return [look.line(TONES[status], `${stack} ${status}`), ...details];
}
