const { isDeepStrictEqual } = require("node:util");
const { UNKNOWN } = require("./properties.js");

/**
 * How an input is compared. Without anything: a plain value, changed in place.
 *
 * @typedef {object} InputRule
 * @property {boolean} [forcesReplacement]
 * @property {boolean} [isComputed] AWS's value counts while the program gives none
 * @property {boolean} [isMap] compared key by key
 * @property {(a: any, b: any) => boolean} [isSame] when two values mean the same; default: deeply equal
 *
 * One change of a resource, at a property path: `description`, `tags.app`, `tags["plenigo:company-id"]`.
 * @typedef {{ path: string, kind: "ADD" | "DELETE" | "UPDATE", replaces: boolean }} Change
 */

/**
 * What differs between a resource as it is and its inputs as they are wanted.
 *
 * @param {Record<string, InputRule>} rules by input
 * @param {Record<string, any>} olds outputs in the state
 * @param {Record<string, any>} news checked inputs
 * @returns {Change[]}
 */
function changesBetween(rules, olds, news) {
  return Object.entries(rules).flatMap(([name, rule]) => changesOf(name, rule, olds[name], news[name]));
}

/** @param {string} name @param {InputRule} rule @param {any} old @param {any} next @returns {Change[]} */
function changesOf(name, rule, old, next) {
  if (next === undefined && rule.isComputed) return [];
  if (rule.isMap && !isEmpty(old) && !isEmpty(next) && next !== UNKNOWN) return mapChanges(name, old, next);
  if (isSameValue(rule, old, next)) return [];
  return [{ path: name, kind: kindOf(old, next), replaces: rule.forcesReplacement ?? false }];
}

/** @param {InputRule} rule @param {any} old @param {any} next */
function isSameValue(rule, old, next) {
  if (next === UNKNOWN) return false;
  if (isEmpty(old) && isEmpty(next)) return true;
  return (rule.isSame ?? isDeepStrictEqual)(old, next);
}

/** @param {string} name @param {Record<string, any>} old @param {Record<string, any>} next @returns {Change[]} */
function mapChanges(name, old, next) {
  return Object.keys({ ...old, ...next })
    .sort()
    .filter((key) => next[key] === UNKNOWN || old[key] !== next[key])
    .map((key) => ({ path: pathOf(name, key), kind: kindOf(old[key], next[key]), replaces: false }));
}

/** @param {string} name @param {string} key */
function pathOf(name, key) {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(key) ? `${name}.${key}` : `${name}[${JSON.stringify(key)}]`;
}

/** @param {any} old @param {any} next @returns {"ADD" | "DELETE" | "UPDATE"} */
function kindOf(old, next) {
  if (isEmpty(old)) return "ADD";
  return isEmpty(next) ? "DELETE" : "UPDATE";
}

/** What Terraform, behind the real plugin, takes for "not set". @param {any} value */
function isEmpty(value) {
  if (value === undefined || value === null || value === "" || value === false) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/**
 * Inputs after a refresh: those that were there, with the values that AWS has now.
 *
 * @param {Record<string, InputRule>} rules
 * @param {Record<string, any>} inputs
 * @param {Record<string, any>} outputs
 */
function refreshedInputs(rules, inputs, outputs) {
  const entries = Object.entries(inputs).map(([name, value]) => {
    const rule = rules[name];
    return [name, !rule || isSameValue(rule, outputs[name], value) ? value : outputs[name]];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/**
 * Inputs of a resource that is imported: all that AWS has a value for.
 *
 * @param {Record<string, InputRule>} rules
 * @param {Record<string, any>} outputs
 */
function importedInputs(rules, outputs) {
  const entries = Object.keys(rules).map((name) => [name, outputs[name]]);
  return { __defaults: [], ...Object.fromEntries(entries.filter(([, value]) => !isEmpty(value))) };
}

module.exports = { changesBetween, refreshedInputs, importedInputs };
