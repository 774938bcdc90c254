// Lets Node load this package's TypeScript where no loader for it runs: in the process of the dynamic provider, in
// programs with settings of their own, in applications in plain JavaScript. swc alone does it; ts-node would load the
// whole TypeScript compiler first, a quarter of a second. Files outside this folder are left to others.
const { readFileSync } = require("node:fs");
const { sep } = require("node:path");
const { transformSync } = require("@swc/core");

/** @type {import("@swc/core").Options} */
const OPTIONS = {
  swcrc: false,
  module: { type: "commonjs", ignoreDynamic: true },
  jsc: { target: "es2022", parser: { syntax: "typescript" }, keepClassNames: true },
  sourceMaps: "inline",
};

const others = require.extensions[".ts"] ?? require.extensions[".js"];

/** @param {NodeJS.Module & { _compile(code: string, filename: string): void }} module @param {string} filename */
function loadTypeScript(module, filename) {
  if (!filename.startsWith(__dirname + sep)) return others(module, filename);
  const { code } = transformSync(readFileSync(filename, "utf8"), { ...OPTIONS, filename });
  module._compile(code, filename);
}

// Documented as deprecated, but for good: Node's API for loaders reached `require` only with version 22.15.
require.extensions[".ts"] = /** @type {NodeJS.RequireExtensions[string]} */ (loadTypeScript);

module.exports = { OPTIONS };
