// The connection secret's schema, for applications that read it, in plain JavaScript too. The names are spelled out so
// that ECMAScript modules can import them.
const { ConnectionSecretError, connectionSecretSchema, connectionSecretText } =
  require("./code.cjs").load("secret/connection-secret");

module.exports = { ConnectionSecretError, connectionSecretSchema, connectionSecretText };
