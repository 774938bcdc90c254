const { isJson } = require("./policy-json.js");
const { UNKNOWN } = require("./properties.js");

/** @typedef {import("./resource-type.js").Failure} Failure */

const NAME_FORM = /^[0-9A-Za-z/_+=.@-]+$/;
const LONGEST_NAME = 512;
/** A name made from a prefix gets this many characters more. */
const SUFFIX_LENGTH = 26;

/**
 * What the real plugin refuses before it asks AWS.
 *
 * @param {Record<string, any>} inputs
 * @returns {Failure[]}
 */
function secretFailures(inputs) {
  return [
    ...nameFailures("name", inputs.name, LONGEST_NAME),
    ...nameFailures("namePrefix", inputs.namePrefix, LONGEST_NAME - SUFFIX_LENGTH),
    ...conflict(inputs, "name", "namePrefix"),
    ...policyFailures(inputs.policy),
    ...windowFailures(inputs.recoveryWindowInDays),
  ];
}

/** @param {string} property @param {any} value @param {number} longest @returns {Failure[]} */
function nameFailures(property, value, longest) {
  if (value === undefined || value === UNKNOWN) return [];
  const label = property === "name" ? '"name"' : '"name_prefix"';
  const form = `only alphanumeric characters and /_+=.@- special characters are allowed in ${label}`;
  const length = `${label} cannot be greater than ${longest} characters`;
  return [
    ...(NAME_FORM.test(value) ? [] : [{ property, reason: form }]),
    ...(value.length > longest ? [{ property, reason: length }] : []),
  ];
}

/** @param {any} policy @returns {Failure[]} */
function policyFailures(policy) {
  if (policy === undefined || policy === UNKNOWN || isJson(policy)) return [];
  return [{ property: "policy", reason: '"policy" contains an invalid JSON' }];
}

/** @param {any} days @returns {Failure[]} */
function windowFailures(days) {
  if (days === undefined || days === UNKNOWN || days === 0 || (days >= 7 && days <= 30)) return [];
  const reason = `expected recovery_window_in_days to be one of [0] or in the range (7 - 30), got ${days}`;
  return [{ property: "recoveryWindowInDays", reason }];
}

/**
 * @param {Record<string, any>} inputs
 * @param {string} property
 * @param {string} other
 * @returns {Failure[]}
 */
function conflict(inputs, property, other) {
  if (inputs[property] === undefined || inputs[other] === undefined) return [];
  return [{ property, reason: `Conflicting configuration arguments: ${property} conflicts with ${other}` }];
}

/**
 * @param {Record<string, any>} inputs
 * @param {string} property
 * @returns {Failure[]}
 */
function missing(inputs, property) {
  if (inputs[property] !== undefined) return [];
  return [{ property, reason: `Missing required property '${property}'` }];
}

module.exports = { secretFailures, policyFailures, conflict, missing };
