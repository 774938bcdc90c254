// Where this package's code lies: compiled in `dist` of the package, and as TypeScript in a clone, which needs no build.
// What a clone has built is only for `npm pack`: an old build never runs in the place of the code.
const { existsSync } = require("node:fs");
const { join } = require("node:path");
const { engines } = require("../package.json");

const SOURCE = join(__dirname, "..", "src");
const LOADER = join(SOURCE, "load-typescript.cjs");

/** Whether this is a clone, which runs TypeScript. */
const isClone = existsSync(LOADER);

/**
 * Why this Node can't run the package; undefined where it can. Asked before anything else is loaded, which would fail
 * with words of its own.
 * @param {string} version
 */
function refusalOf(version) {
  const oldest = engines.node.replace(">=", "");
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldest.split(".").map(Number);
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return undefined;
  return `installation-unfit: plenigo-stripe needs Node ${oldest} or newer, and this is Node ${version}.\n  next   https://nodejs.org/en/download`;
}

/** Loads a module by its path below `src`, without ending. @param {string} path */
function load(path) {
  const refusal = refusalOf(process.versions.node);
  // Marked as Pulumi marks errors that need no stack.
  if (refusal) throw Object.assign(new Error(refusal), { __pulumiRunError: true });
  if (isClone) require(LOADER);
  return require(fileOf(path));
}

/** The same, but its statements run again; not those of what it loads. @param {string} path */
function loadAnew(path) {
  delete require.cache[require.resolve(fileOf(path))];
  return load(path);
}

/** @param {string} path */
function fileOf(path) {
  return join(isClone ? SOURCE : join(__dirname, "..", "dist"), path);
}

module.exports = { isClone, load, loadAnew, refusalOf };
