/**
 * A line of a test file's journal: what an emulator did (sandbox/emulators/journal.ts), or what the engine, or a test in
 * its place, asks the provider to do with an endpoint that the state holds.
 *
 * @typedef {{
 *   at?: string, request: string | null, operation: string, agent?: string, place: string, id: string,
 *   what: "created" | "changed" | "deleted", changes: Record<string, { from?: any, to?: any }>
 * }} Entry
 * @typedef {{ asks: "update" | "delete", id: string, isOver?: boolean, url?: string, enabled?: boolean }} Asked
 * @typedef {Record<string, any> & { id: string, place: string, isThere: boolean, isMadeByUs?: boolean, number: number }} Thing
 */

/** What stands in Stripe and AWS, as far as the journal tells, and what the engine asks for right now. */
class World {
  /** @type {Map<string, Thing>} */
  endpoints = new Map();
  /** @type {Map<string, Thing>} */
  secrets = new Map();
  /** @type {Set<string>} ids that a connection secret has named at some time */
  named = new Set();
  /** @type {Asked[]} */
  asked = [];

  /** @param {Entry | Asked} line */
  take(line) {
    if ("asks" in line) this.#ask(line);
    else if (line.id.startsWith("we_")) this.#change(this.endpoints, line);
    else this.#change(this.secrets, line);
  }

  /** @param {Asked} line */
  #ask(line) {
    const index = this.asked.findIndex(({ asks, id }) => asks === line.asks && id === line.id);
    if (!line.isOver) this.asked.push(line);
    else if (index >= 0) this.asked.splice(index, 1);
  }

  /** @param {Map<string, Thing>} things @param {Entry} entry */
  #change(things, { id, place, what, changes, agent }) {
    /** @type {Thing} */
    const before = things.get(id) ?? { id, place, isThere: false, number: things.size };
    const from = Object.fromEntries(Object.entries(changes).map(([field, change]) => [field, change.from]));
    const to = Object.fromEntries(Object.entries(changes).map(([field, change]) => [field, change.to]));
    // What was made before the journal began is known from what is said of it when it goes.
    const after = what === "deleted" ? { ...before, ...from } : { ...before, ...to };
    const isMadeByUs = before.isMadeByUs || (what === "created" && isOurProgram(agent));
    things.set(id, { ...after, isThere: what !== "deleted", isMadeByUs });
    for (const label of Object.keys(to.endpoints ?? {}))
      for (const endpoint of to.endpoints[label]) this.named.add(endpoint);
  }

  /** Whether a connection secret names the endpoint, or it was handed over. @param {Thing | undefined} endpoint */
  isInUse(endpoint) {
    if (!endpoint) return false;
    const labels = ["AWSCURRENT", "AWSPREVIOUS"];
    const isNamed = labels.some((label) => this.naming(endpoint.id, label).length > 0);
    return isNamed || Boolean(endpoint.metadata?.plenigo_handed_over_at);
  }

  /**
   * Connection secrets whose version with this label names the endpoint, and that are there to be read.
   *
   * @param {string} id @param {string} label
   */
  naming(id, label) {
    return [...this.secrets.values()].filter(
      ({ isThere, deletionDate, endpoints }) => isThere && !deletionDate && endpoints?.[label]?.includes(id),
    );
  }
}

/** @param {string | undefined} agent `User-Agent` of the request that made, changed or deleted something */
const isOurProgram = (agent) => / plenigo-stripe\b/.test(agent ?? "");

module.exports = { World, isOurProgram };
