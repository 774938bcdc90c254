const { structProto } = require("../plugin/serve-plugin.js");

/** What stands for a value that is not known yet, whatever its type. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Marks a value as a secret: pulumi/pulumi, sdk/go/common/resource (SigKey, SecretSig). */
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

/**
 * @param {any} struct a protobuf Struct, or nothing
 * @returns {Record<string, any>} without secret wrappers: like the real plugin this one takes none, and the engine
 *   marks what comes back under the name of a secret
 */
function propertiesOf(struct) {
  return struct?.toJavaScript() ?? {};
}

/**
 * @param {Record<string, any>} properties those that are undefined are left out
 * @param {readonly string[]} [secrets] names of those that are always secret
 */
function structOf(properties, secrets = []) {
  const known = Object.entries(properties).filter(([, value]) => value !== undefined);
  const marked = known.map(([name, value]) => [
    name,
    value && secrets.includes(name) ? { ...SECRET, value } : value,
  ]);
  return structProto.Struct.fromJavaScript(Object.fromEntries(marked));
}

module.exports = { UNKNOWN, propertiesOf, structOf };
