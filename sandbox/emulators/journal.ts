import { appendFileSync, readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

/** One object that a request, or somebody by hand, has made, changed or deleted. Holds no key and no secret. */
export interface JournalEntry {
  /** Wall-clock time, ISO 8601 in UTC; the emulator's own clock may stand elsewhere. */
  readonly at: string;
  /** `req_…` or AWS's request id, as the answer had it; null for what was done by hand. */
  readonly request: string | null;
  /** `POST /v1/webhook_endpoints/{id}`, `PutSecretValue`, or `by hand`. */
  readonly operation: string;
  /** `User-Agent` of the request; tells our own requests from those of the Stripe CLI or of a test. */
  readonly agent?: string;
  /** Account and mode, `acct_1… test`, or AWS account and region, `123456789012 eu-central-1`. */
  readonly place: string;
  /** `we_…`, or the secret's ARN. */
  readonly id: string;
  readonly what: "created" | "changed" | "deleted";
  /** Fields that differ, with both values; all of them for what is created or deleted. */
  readonly changes: Readonly<Record<string, { readonly from?: unknown; readonly to?: unknown }>>;
}

/** Who changes something, where. */
export type Cause = Pick<JournalEntry, "request" | "operation" | "agent" | "place">;

/** Fields of an object by name, as the journal shows them. */
export type Described = Readonly<Record<string, unknown>>;

/** Fields whose change is noted, and whose values are not. */
const SECRET_FIELDS = ["secret"];

/**
 * What was done to an emulator's objects, in the order in which it was done: which request deleted, disabled or
 * re-pointed which endpoint, and when. It is kept in the state file, if there is one (`readJournal`). Where
 * PLENIGO_STRIPE_JOURNAL names a file, each entry is also appended to it, as JSON on a line: for a check over all the
 * emulators of a test run.
 */
export class Journal {
  constructor(readonly entries: JournalEntry[] = []) {}

  /** Does `change`, and notes what became of the objects that `objects` gives by their id, also when it throws. */
  note<T>(cause: Cause, objects: () => ReadonlyMap<string, Described>, change: () => T): T {
    const before = structuredClone(objects());
    try {
      return change();
    } finally {
      this.#compare(cause, before, structuredClone(objects()));
    }
  }

  #compare(
    cause: Cause,
    before: ReadonlyMap<string, Described>,
    after: ReadonlyMap<string, Described>,
  ): void {
    for (const id of new Set([...before.keys(), ...after.keys()])) {
      const [old, now] = [before.get(id), after.get(id)];
      const changes = changesBetween(old ?? {}, now ?? {});
      if (Object.keys(changes).length === 0) continue;
      const what = old ? (now ? "changed" : "deleted") : "created";
      const entry = { at: new Date().toISOString(), ...cause, id, what, changes } satisfies JournalEntry;
      this.entries.push(entry);
      const file = process.env.PLENIGO_STRIPE_JOURNAL;
      if (file) appendFileSync(file, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
    }
  }
}

/** The journal in an emulator's state file, oldest entry first. Throws if the file can't be read. */
export function readJournal(stateFile: string): JournalEntry[] {
  return JSON.parse(readFileSync(stateFile, "utf8")).journal ?? [];
}

function changesBetween(old: Described, now: Described): JournalEntry["changes"] {
  const fields = Object.keys({ ...old, ...now }).filter(
    (field) => !isDeepStrictEqual(old[field], now[field]),
  );
  const shown = (field: string, value: unknown) =>
    value !== undefined && SECRET_FIELDS.includes(field) ? "(secret)" : value;
  return Object.fromEntries(
    fields.map((field) => [field, { from: shown(field, old[field]), to: shown(field, now[field]) }]),
  );
}
