const { isDeepStrictEqual } = require("node:util");

/**
 * Whether two IAM policies mean the same: order of keys, statements' lists and a list of one for a single value make
 * no difference. Text that is not JSON is compared as it is.
 *
 * @param {string} a
 * @param {string} b
 */
function isSamePolicy(a, b) {
  return a === b || (isNone(a) && isNone(b)) || isDeepStrictEqual(canonical(parse(a)), canonical(parse(b)));
}

/** What the real plugin takes for no policy: nothing, or an empty document. @param {string} policy */
function isNone(policy) {
  return ["", "{}"].includes(policy.trim());
}

/** A policy as it is sent: without blanks between its parts, keys sorted. @param {string} policy */
function normalizePolicy(policy) {
  return JSON.stringify(sortKeys(JSON.parse(policy)));
}

/** @param {string} text @returns {boolean} */
function isJson(text) {
  return parse(text) !== text;
}

/** @param {string} text @returns {any} the text itself if it is not JSON */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** @param {any} value @returns {any} */
function canonical(value) {
  if (Array.isArray(value)) {
    if (value.length === 1) return canonical(value[0]);
    return value.map(canonical).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  return isObject(value) ? mapValues(value, canonical) : value;
}

/** @param {any} value @returns {any} */
function sortKeys(value) {
  if (Array.isArray(value)) return value.map(sortKeys);
  return isObject(value) ? mapValues(value, sortKeys) : value;
}

/** @param {Record<string, any>} object @param {(value: any) => any} change */
function mapValues(object, change) {
  const sorted = Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, value]) => [key, change(value)]));
}

/** @param {any} value */
function isObject(value) {
  return value !== null && typeof value === "object";
}

module.exports = { isSamePolicy, normalizePolicy, isJson };
