const { structProto } = require("../plugin/serve-plugin.js");

/** What stands for a value that is not known yet, whatever its type. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

/**
 * Properties of a resource, by name.
 *
 * @typedef {Record<string, any>} Properties
 */

/** @param {any} struct a protobuf Struct, or nothing @returns {Properties} with its secrets still wrapped */
function propertiesOf(struct) {
  return struct?.toJavaScript() ?? {};
}

/** @param {Properties} properties those that are undefined are left out */
function structOf(properties) {
  const known = Object.entries(properties).filter(([, value]) => value !== undefined);
  return structProto.Struct.fromJavaScript(Object.fromEntries(known));
}

/** @param {any} value */
function isSecret(value) {
  return value !== null && typeof value === "object" && value[SIGNATURE_KEY] === SECRET_SIGNATURE;
}

/** @param {any} value @returns {any} the value as a secret, once */
function secretOf(value) {
  return isSecret(value) ? value : { [SIGNATURE_KEY]: SECRET_SIGNATURE, value };
}

/** @param {any} value @returns {any} the value without any secret wrappers, however deep */
function plainOf(value) {
  if (isSecret(value)) return plainOf(value.value);
  if (Array.isArray(value)) return value.map(plainOf);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainOf(inner)]));
}

/**
 * Marks as secret what is secret under the same name in `model`: objects member by member, arrays as a whole. This is
 * what the engine does for plugins that don't take secrets themselves.
 *
 * @param {Properties} properties plain
 * @param {Properties} model with wrapped secrets
 * @returns {Properties}
 */
function withSecretsOf(properties, model) {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, markedLike(value, model[key])]),
  );
}

/** @param {any} value @param {any} model */
function markedLike(value, model) {
  if (value === undefined || model === undefined) return value;
  if (isPlainObject(value) && isPlainObject(model)) return withSecretsOf(value, model);
  return containsSecret(model) ? secretOf(value) : value;
}

/** @param {any} value @returns {boolean} */
function containsSecret(value) {
  if (value === null || typeof value !== "object") return false;
  return isSecret(value) || Object.values(value).some(containsSecret);
}

/** @param {any} value */
function isPlainObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value) && !isSecret(value);
}

module.exports = { UNKNOWN, propertiesOf, structOf, secretOf, plainOf, withSecretsOf };
