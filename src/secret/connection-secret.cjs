// Loads the connection secret's schema for applications that read it, in plain JavaScript too. The names are spelt out
// so that ECMAScript modules can import them.
require("../load-typescript.cjs");

const { connectionSecretSchema, connectionSecretText } = require("./connection-secret");

module.exports = { connectionSecretSchema, connectionSecretText };
