// Loads the component for programs that depend on this package, whatever their own settings for TypeScript.
require("./load-typescript.cjs");

module.exports = require("./connection");
