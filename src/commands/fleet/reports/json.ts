import type { FleetReport } from "../report";
import { redacted } from "./cleaned";

/** A report as one JSON document and a newline (schemas/fleet-report.schema.json). */
export function reportJson(report: FleetReport): string {
  return jsonText(redacted(report));
}

/** One line of JSON. What a terminal would obey is escaped, also where JSON alone would let it stand. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\p{Cf}]/gu, (character) =>
    Array.from({ length: character.length }, (_, index) => escaped(character.charCodeAt(index))).join(""),
  );
  return `${text}\n`;
}

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}
