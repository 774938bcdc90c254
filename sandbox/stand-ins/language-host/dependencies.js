const { existsSync, readFileSync } = require("node:fs");
const path = require("node:path");

/**
 * Packages in the package-lock.json of the program's folder or of one above it.
 *
 * @param {string} programDirectory
 * @param {boolean} isTransitive false: only those that the package.json beside the lock file names
 * @returns {{ name: string, version: string }[]} sorted by name
 */
function programDependencies(programDirectory, isTransitive) {
  const folder = folderWithLockFile(programDirectory);
  const lock = JSON.parse(readFileSync(path.join(folder, "package-lock.json"), "utf8"));
  const direct = directDependencies(folder);
  return Object.entries(/** @type {Record<string, any>} */ (lock.packages ?? {}))
    .filter(([location, entry]) => location.includes("node_modules/") && entry.version)
    .filter(([location]) => isTransitive || direct.has(location.replace(/^node_modules\//, "")))
    .map(([location, entry]) => ({ name: packageNameOf(location), version: entry.version }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** @param {string} location `node_modules/a/node_modules/@b/c` */
function packageNameOf(location) {
  return location.slice(location.lastIndexOf("node_modules/") + "node_modules/".length);
}

/** @param {string} folder */
function directDependencies(folder) {
  const manifest = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  return new Set(Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }));
}

/** @param {string} start */
function folderWithLockFile(start) {
  for (let folder = path.resolve(start); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, "package-lock.json"))) return folder;
    if (folder === path.dirname(folder)) {
      throw new Error(`no package-lock.json found (searching upwards from ${start})`);
    }
  }
}

module.exports = { programDependencies };
