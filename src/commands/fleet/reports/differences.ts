import type { Finding } from "../report";

/** One side of a difference, in words. */
export interface Side {
  /** `missing` and `extra` for events, else `declared` and `found`. */
  readonly label: "missing" | "extra" | "declared" | "found";
  readonly values: readonly string[];
}

/** What a finding's two sides add to its message; nothing where the message says it all. */
export function differencesOf({
  message,
  expected,
  actual,
}: Pick<Finding, "message" | "expected" | "actual">): Side[] {
  // Of two possible values the other one tells nothing.
  if (typeof expected === "boolean" || typeof actual === "boolean") return [];
  const isSet = Array.isArray(expected) || Array.isArray(actual);
  const sides: Side[] = [
    { label: isSet ? "missing" : "declared", values: valuesOf(expected, actual) },
    { label: isSet ? "extra" : "found", values: valuesOf(actual, expected) },
  ];
  return sides.filter(({ values }) => values.some((value) => !message.includes(value)));
}

function valuesOf(value: unknown, other: unknown): string[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.map(textOf);
  if (!isMap(value)) return [textOf(value)];
  const names = Object.keys({ ...value, ...(isMap(other) ? other : {}) });
  return names
    .filter((name) => !isMap(other) || textOf(value[name]) !== textOf(other[name]))
    .map((name) => `${name} = ${textOf(value[name])}`);
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return "(none)";
  if (value === "") return "(empty)";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
