// Loads the provider for the shim (shim.ts), from this project and from programs that depend on it: ts-node is told
// where this package lies, since Node's working directory is that of the program.
const { resolve } = require("node:path");

require("ts-node").register({ swc: true, cwd: resolve(__dirname, "../..") });
module.exports = require("./provider");
