const { World, isOurProgram } = require("./world.js");

/**
 * @typedef {import("./world.js").Entry} Entry
 * @typedef {import("./world.js").Asked} Asked
 * @typedef {import("./world.js").Thing} Thing
 * @typedef {"deleted" | "disabled" | "re-pointed"} Deed
 * @typedef {{ deed: Deed, entry: Entry, step: string | undefined }} Verdict
 */

/**
 * Reads the journal of a test file, and finds for each endpoint that was deleted, disabled or re-pointed the step that
 * allowed it, by what stood in Stripe and AWS at that time. Knows nothing of how the provider decides. Where tests stand
 * in for the engine, it is known what they asked for, and the provider may touch no endpoint in use of its own accord.
 *
 * @param {readonly (Entry | Asked)[]} lines in the order in which they were written
 * @returns {Verdict[]} `step` is missing where nothing allows the deed
 */
function judged(lines) {
  const world = new World();
  const isDriven = lines.some((line) => "asks" in line);
  return lines.flatMap((line, index) => {
    const before = "asks" in line ? undefined : world.endpoints.get(line.id);
    const isInUse = world.isInUse(before);
    world.take(line);
    if ("asks" in line) return [];
    const endpoint = world.endpoints.get(line.id);
    if (!endpoint) return [];
    const later = lines.slice(index + 1);
    return deedsOf(line).map((deed) => ({
      deed,
      entry: line,
      step: stepFor(deed, {
        world,
        entry: line,
        endpoint,
        before,
        later,
        isBeyondReach: isDriven && isInUse,
      }),
    }));
  });
}

/** @param {Entry} entry @returns {Deed[]} */
function deedsOf({ what, changes }) {
  if (what === "deleted") return ["deleted"];
  if (what === "created") return [];
  /** @type {Deed[]} */
  const deeds = [];
  if (changes.status?.to === "disabled") deeds.push("disabled");
  if (changes.url && addressOf(changes.url.from) !== addressOf(changes.url.to)) deeds.push("re-pointed");
  return deeds;
}

/** Where the events go, however it is written. @param {string} url */
const addressOf = (url) => (URL.canParse(url) ? new URL(url).href.replace(/\/+$/, "") : url);

/**
 * @typedef {{
 *   world: World, entry: Entry, endpoint: Thing, before?: Thing, later: readonly (Entry | Asked)[],
 *   isBeyondReach: boolean
 * }} Case `isBeyondReach`: only what the engine asks for may touch it
 * @param {Deed} deed @param {Case} facts @returns {string | undefined}
 */
function stepFor(deed, facts) {
  if (!isOurProgram(facts.entry.agent)) return "a person's hand";
  if (isAsked(deed, facts)) return "asked of the provider for what the state holds";
  if (facts.isBeyondReach) return undefined;
  if (deed === "deleted") return stepForDeletion(facts);
  return deed === "disabled" ? stepForDisabling(facts) : stepForRepointing(facts);
}

/** @param {Deed} deed @param {Case} facts */
function isAsked(deed, { world, entry }) {
  const asked = world.asked.filter(({ id }) => id === entry.id);
  if (deed === "deleted") return asked.some(({ asks }) => asks === "delete");
  const updates = asked.filter(({ asks }) => asks === "update");
  if (deed === "disabled") return updates.some(({ enabled }) => enabled === false);
  return updates.some(({ url }) => url === entry.changes.url?.to);
}

/** @param {Case} facts */
function stepForDeletion({ world, endpoint }) {
  const { id, metadata } = endpoint;
  if (world.naming(id, "AWSCURRENT").length > 0) return undefined;
  const before = world.naming(id, "AWSPREVIOUS");
  if (before.length > 0) {
    const isRotated = before.every((secret) => namesSuccessor(world, secret, endpoint));
    return isRotated ? "rotation: the secret names the next generation instead" : undefined;
  }
  if (!isOurs(endpoint)) return undefined;
  if (metadata?.plenigo_handed_over_at && successors(world, endpoint, isSameGeneration).length > 0)
    return undefined;
  if (world.named.has(id)) return "destroy or removal: its connection secret went first";
  return metadata?.plenigo_handed_over_at ? undefined : "leftover: no connection secret ever named it";
}

/** @param {Case} facts */
function stepForDisabling({ world, endpoint }) {
  const isOver = successors(world, endpoint, isLaterGeneration).some(({ status }) => status === "enabled");
  const naming = world.naming(endpoint.id, "AWSCURRENT");
  const isNamedBeside = naming.every((secret) => namesSuccessor(world, secret, endpoint));
  return isOver && isNamedBeside ? "rotation: the next generation delivers" : undefined;
}

/** @param {Case} facts */
function stepForRepointing({ world, entry, endpoint, before, later }) {
  const { plenigo_company_id: company } = endpoint.metadata ?? {};
  if (!company || !isUrlOf(entry.changes.url?.to, company)) return undefined;
  const isMarked = before?.metadata?.plenigo_company_id === company || endpoint.isMadeByUs;
  const others = [
    ...world.naming(endpoint.id, "AWSCURRENT"),
    ...world.naming(endpoint.id, "AWSPREVIOUS"),
  ].filter(({ name }) => !String(name).includes(`/${company}/`));
  if (others.length === 0) return isMarked ? "repair: back to the URL of its company" : undefined;
  const isReplaced = others.every((secret) => goesLater(secret, later));
  return isReplaced ? "new company: the secret of the old one was replaced afterwards" : undefined;
}

/** @param {Thing} secret @param {readonly (Entry | Asked)[]} later */
function goesLater({ id }, later) {
  return later.some(
    (line) =>
      "operation" in line &&
      line.id === id &&
      (line.what === "deleted" || line.changes.deletionDate?.to !== undefined),
  );
}

/** @param {World} world @param {Thing} secret @param {Thing} endpoint */
function namesSuccessor(world, secret, endpoint) {
  const current = secret.endpoints?.AWSCURRENT ?? [];
  return successors(world, endpoint, isLaterGeneration).some(({ id }) => current.includes(id));
}

/** @param {World} world @param {Thing} endpoint @param {(one: Thing, other: Thing) => boolean} fits */
function successors(world, endpoint, fits) {
  return [...world.endpoints.values()].filter(
    (other) =>
      other.isThere &&
      other.isMadeByUs &&
      other.id !== endpoint.id &&
      other.place === endpoint.place &&
      other.number > endpoint.number &&
      other.metadata?.plenigo_company_id === endpoint.metadata?.plenigo_company_id &&
      fits(other, endpoint),
  );
}

/** @param {Thing} endpoint */
const generation = ({ metadata }) => Number(metadata?.plenigo_generation);
/** @param {Thing} one @param {Thing} other */
const isSameGeneration = (one, other) => generation(one) === generation(other);
/** @param {Thing} one @param {Thing} other */
const isLaterGeneration = (one, other) => generation(one) > generation(other);
/** @param {Thing} endpoint */
const isOurs = ({ metadata, isMadeByUs }) => isMadeByUs || metadata?.managed_by === "plenigo-stripe";
/** @param {string} url @param {string} company */
const isUrlOf = (url, company) =>
  new RegExp(`^https://callbacks\\.plenigo(-stage)?\\.com/callbacks/v1\\.0/stripe/${company}$`).test(url);

module.exports = { judged };
