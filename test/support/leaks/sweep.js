/**
 * A text that something under test has printed or written.
 *
 * @typedef {{ from: string, text: string }} Text
 */

/** Length of the parts that are searched for, and the distance of the places where a text is probed. */
const PART = 12;
const STEP = 4;
/** Only the end of a secret is searched for: newer keys begin with the account's id, which is public. */
const TAIL = 24;

/** A whole key or signing secret, also one that was made outside of the tests, such as in the sandbox. */
const SHAPE =
  /(?:sk|rk)_(?:test|live)_[A-Za-z0-9]{16}|sk_org_(?:test_|live_)?[A-Za-z0-9]{16}|whsec_[A-Za-z0-9+/]{16}/;

/**
 * Searches texts for secrets: whole, and any 15 characters in a row of a secret's last 24.
 *
 * @param {Iterable<Text>} texts
 * @param {Iterable<string>} secrets
 * @returns {string[]} where a text holds a secret, each place once; never the secret itself
 */
function leaksIn(texts, secrets) {
  const parts = new Set([...secrets].flatMap(partsOf));
  const leaky = [...texts].filter(({ text }) => SHAPE.test(text) || holdsPart(text, parts));
  return [...new Set(leaky.map(({ from }) => from))];
}

/** @param {string} secret @returns {string[]} */
function partsOf(secret) {
  const tail = secret.slice(-TAIL);
  return Array.from({ length: tail.length - PART + 1 }, (_, start) => tail.slice(start, start + PART));
}

/** @param {string} text @param {Set<string>} parts */
function holdsPart(text, parts) {
  for (const [run] of text.matchAll(/[A-Za-z0-9+/]{15,}/g))
    for (let start = 0; start + PART <= run.length; start += STEP)
      if (parts.has(run.slice(start, start + PART))) return true;
  return false;
}

module.exports = { leaksIn };
