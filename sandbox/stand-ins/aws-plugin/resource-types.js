const { secret } = require("./secret.js");
const { secretPolicy } = require("./secret-policy.js");
const { secretVersion } = require("./secret-version.js");

/** @type {Record<string, import("./resource-type.js").ResourceType>} */
const types = {
  "aws:secretsmanager/secret:Secret": secret,
  "aws:secretsmanager/secretVersion:SecretVersion": secretVersion,
  "aws:secretsmanager/secretPolicy:SecretPolicy": secretPolicy,
};

/**
 * The type that a URN names.
 *
 * @param {string} urn `urn:pulumi:<stack>::<project>::<parent types $ type>::<name>`
 * @returns {import("./resource-type.js").ResourceType}
 */
function resourceTypeOf(urn) {
  const token = urn.split("::")[2]?.split("$").at(-1) ?? "";
  const type = types[token];
  if (!type) throw new Error(`the stand-in for the AWS plugin has no resource type ${token}`);
  return type;
}

/** @param {string} urn @returns {string} the resource's name in the program */
function resourceNameOf(urn) {
  return urn.split("::").slice(3).join("::");
}

module.exports = { resourceTypeOf, resourceNameOf };
