// Compiles `src` to `dist`: what the package runs. swc does it with the settings of a clone; tsc writes the types.
const { execFileSync } = require("node:child_process");
const { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { dirname, join, relative } = require("node:path");
const { transformSync } = require("@swc/core");
const { OPTIONS } = require("../src/load-typescript.cjs");

const ROOT = join(__dirname, "..");
const SOURCE = join(ROOT, "src");
const TARGET = join(ROOT, "dist");

/** What runs TypeScript in a clone. */
const LEFT_OUT = ["load-typescript.cjs"];

/** @param {string} folder @returns {string[]} */
function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/** @param {string} file */
function compile(file) {
  const target = join(TARGET, file.replace(/\.ts$/, ".js"));
  mkdirSync(dirname(target), { recursive: true });
  if (!file.endsWith(".ts")) return copyFileSync(join(SOURCE, file), target);
  const filename = join(SOURCE, file);
  const { code } = transformSync(readFileSync(filename, "utf8"), { ...OPTIONS, filename, sourceMaps: false });
  writeFileSync(target, code);
}

rmSync(TARGET, { recursive: true, force: true });
for (const file of filesIn(SOURCE).filter((name) => !LEFT_OUT.includes(name))) compile(file);
execFileSync(
  process.execPath,
  [require.resolve("typescript/bin/tsc"), "-p", join(__dirname, "tsconfig.json")],
  {
    stdio: "inherit",
  },
);
