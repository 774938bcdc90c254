// Loads the provider for the shim (src/endpoint/shim.txt), in a process of Pulumi's.
const { isClone, load } = require("./code.cjs");

if (isClone) {
  // Node then puts the lines of the TypeScript into stack traces; Pulumi's own mapping knows only what lies on the disk.
  process.setSourceMapsEnabled(true);
  Reflect.deleteProperty(Error, "prepareStackTrace");
}

module.exports = load("endpoint/provider");
