import type { FleetReport } from "../report";
import { redacted } from "./cleaned";

/** A report as one JSON document and a newline (schemas/fleet-report.schema.json). */
export function reportJson(report: FleetReport): string {
  return `${JSON.stringify(redacted(report))}\n`;
}
