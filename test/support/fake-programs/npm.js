// Stands for `npm`: `npm ci` links what this checkout has installed, this package among it, as a tenant's would have.
const { mkdirSync, symlinkSync, existsSync } = require("node:fs");
const { join } = require("node:path");
const noteCall = require("./note-call");

noteCall("npm");
const checkout = join(__dirname, "../../..");
if (process.argv[2] === "ci" && !existsSync("node_modules")) {
  mkdirSync("node_modules");
  symlinkSync(checkout, "node_modules/plenigo-stripe");
  symlinkSync(join(checkout, "node_modules/@pulumi"), "node_modules/@pulumi");
}
// The registry's answer of now, for a version of the day that the test names.
if (process.argv[2] === "view") {
  const { FAKE_PUBLISHED = "" } = process.env;
  process.stdout.write(process.argv[4] === "time" ? JSON.stringify({ "9.9.9": FAKE_PUBLISHED }) : "9.9.9\n");
}
