import { redact } from "../../../errors";
import { oneLine } from "../../../terminal/lines";
import type { FleetReport } from "../report";

/** The report as programs get it: no key and no signing secret in any of its texts. */
export function redacted<Report extends FleetReport>(report: Report): Report {
  return mapTexts(report, redact) as Report;
}

/**
 * The report as people see it: redacted, and each text is one line without control characters, so that foreign text
 * can't paint over a terminal.
 */
export function cleaned<Report extends FleetReport>(report: Report): Report {
  return mapTexts(report, cleanedText) as Report;
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [change(key), mapTexts(inner, change)]),
  );
}

/** Controls go before keys are looked for, so that none of them can part a key. */
function cleanedText(text: string): string {
  return redact(oneLine(text));
}

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
