// Lets Node load this clone's TypeScript where no loader for it runs: in commands, sandbox and benchmarks, in the process
// of the dynamic provider, in programs with settings of their own, in applications in plain JavaScript. swc alone does
// it; ts-node would load the whole TypeScript compiler first, a quarter of a second. Other files are left to others.
//
// What it has compiled is kept by what it was compiled from: a command loads two hundred files, and compiling them would
// be half of its start.
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { basename, dirname, join, sep } = require("node:path");

/** @type {import("@swc/core").Options} */
const OPTIONS = {
  swcrc: false,
  module: { type: "commonjs", ignoreDynamic: true },
  jsc: { target: "es2022", parser: { syntax: "typescript" }, keepClassNames: true },
  sourceMaps: "inline",
};

const CLONE = dirname(__dirname);
const OWN = ["bench", "sandbox", "src"].map((folder) => join(CLONE, folder, sep));
const COMPILED = join(CLONE, "node_modules/.cache/plenigo-stripe");
const HOW = JSON.stringify([OPTIONS, require("@swc/core/package.json").version]);

/** @param {string} text @param {string} filename its last part, which the source map finds beside the file */
function compiled(text, filename) {
  const key = createHash("sha256").update(`${HOW}${filename}\n${text}`).digest("hex");
  const kept = join(COMPILED, `${key}.js`);
  try {
    return readFileSync(kept, "utf8");
  } catch {
    const { code } = require("@swc/core").transformSync(text, { ...OPTIONS, filename });
    keep(kept, code);
    return code;
  }
}

/** Writes it whole or not at all, since many processes start at a time. @param {string} file @param {string} code */
function keep(file, code) {
  try {
    mkdirSync(COMPILED, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, code);
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // A checkout that can't be written to is compiled at each start.
  }
}

const others = require.extensions[".ts"] ?? require.extensions[".js"];

/** @param {NodeJS.Module & { _compile(code: string, filename: string): void }} module @param {string} filename */
function loadTypeScript(module, filename) {
  if (!OWN.some((folder) => filename.startsWith(folder))) return others(module, filename);
  module._compile(compiled(readFileSync(filename, "utf8"), basename(filename)), filename);
}

// Documented as deprecated, but for good: Node's API for loaders reached `require` only with version 22.15.
require.extensions[".ts"] = /** @type {NodeJS.RequireExtensions[string]} */ (loadTypeScript);

module.exports = { OPTIONS };
