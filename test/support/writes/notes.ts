import { appendFileSync } from "node:fs";
import type { JournalEntry } from "../../../sandbox/emulators/journal";
import type { EndpointInputs } from "../../../src/endpoint/endpoint-state";

/** Appends to the journal of the running test file, where the emulators note what was done to their objects. */
function append(line: object): void {
  const file = process.env.PLENIGO_STRIPE_JOURNAL;
  if (file) appendFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
}

/** Notes what was done to the objects of an emulator before the running test file took it over, in its order. */
export function noteAgain(entries: readonly JournalEntry[]): void {
  for (const entry of entries.toSorted((one, other) => (one.at < other.at ? -1 : 1))) append(entry);
}

/**
 * Notes, around `work`, that a test in the place of the engine asks the provider to update or delete an endpoint: the
 * state holds it, and the run declares it. What the provider does of its own accord is never noted.
 */
export async function noteAsked<T>(
  asks: "update" | "delete",
  id: string,
  declared: Partial<EndpointInputs>,
  work: () => Promise<T>,
): Promise<T> {
  append({ asks, id, url: declared.url, enabled: declared.enabled });
  try {
    return await work();
  } finally {
    append({ asks, id, isOver: true });
  }
}

/** Notes which endpoints a connection secret names that stands in no emulator; none: it has gone. */
export function noteNamed(
  name: string,
  current: readonly string[] = [],
  previous: readonly string[] = [],
): void {
  const entry: JournalEntry = {
    at: new Date().toISOString(),
    request: null,
    operation: "by a model",
    place: "a model of AWS",
    id: `secret:${name}`,
    what: current.length > 0 ? "changed" : "deleted",
    changes: { name: { to: name }, endpoints: { to: { AWSCURRENT: current, AWSPREVIOUS: previous } } },
  };
  append(entry);
}
