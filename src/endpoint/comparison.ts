import { type EndpointProperties, eventNames } from "./endpoint-state";
import { MARK_NAMES } from "./marks";

/** One property in which an endpoint differs from what its stack declares. */
export interface EndpointDifference {
  readonly property: "url" | "enabledEvents" | "description" | "enabled" | "marks" | "role";
  /** Declared, or for events the names that are missing. */
  readonly expected: unknown;
  /** In Stripe, or for events the names that nobody declared. */
  readonly actual: unknown;
}

/** Compares what can be changed in place. Events are a set; metadata of other people means nothing. */
export function differences(declared: EndpointProperties, actual: EndpointProperties): EndpointDifference[] {
  const found: EndpointDifference[] = [];
  for (const property of ["url", "description", "enabled"] as const) {
    if (declared[property] === actual[property]) continue;
    found.push({ property, expected: declared[property], actual: actual[property] });
  }
  const [role, roleThere] = [declared.role ?? "current", actual.role ?? "current"];
  if (role !== roleThere) found.push({ property: "role", expected: role, actual: roleThere });
  const [wanted, there] = [eventNames(declared.enabledEvents), eventNames(actual.enabledEvents)];
  const missing = wanted.filter((name) => !there.includes(name));
  const extra = there.filter((name) => !wanted.includes(name));
  if (missing.length + extra.length > 0)
    found.push({ property: "enabledEvents", expected: missing, actual: extra });
  if (MARK_NAMES.some((name) => declared.marks[name] !== actual.marks[name])) {
    found.push({ property: "marks", expected: declared.marks, actual: actual.marks });
  }
  return found;
}
