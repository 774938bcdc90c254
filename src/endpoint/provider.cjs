// Loads the provider for the shim (shim.ts), in a process of Pulumi's, from this project and from programs that depend
// on it.
require("../load-typescript.cjs");

// Node then puts the lines of the TypeScript into stack traces; Pulumi's own mapping knows only what lies on the disk.
process.setSourceMapsEnabled(true);
Reflect.deleteProperty(Error, "prepareStackTrace");

module.exports = require("./provider");
