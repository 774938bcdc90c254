const { existsSync, readdirSync, readFileSync, realpathSync, statSync } = require("node:fs");
const path = require("node:path");

/**
 * A package that needs a Pulumi plugin.
 *
 * @typedef {object} RequiredPackage
 * @property {string} name the plugin's, `aws`
 * @property {string} version with a leading v
 * @property {string} server where to download it from; empty: the usual place
 */

/**
 * The plugins that a program's installed packages ask for: those whose package.json has `pulumi.resource: true`, in
 * each `node_modules` below the program's folder. Policy packs and dot folders are left out.
 *
 * @param {string} programDirectory
 * @returns {RequiredPackage[]}
 */
function requiredPackages(programDirectory) {
  const visited = new Set();
  /** @type {RequiredPackage[]} */
  const found = [];

  /** Links may lead back to where the search came from. @param {string} real */
  function isKnown(real) {
    if (visited.has(real)) return true;
    visited.add(real);
    return false;
  }

  /** @param {string} folder */
  function searchFolder(folder) {
    const real = realpathSync(folder);
    if (isKnown(real)) return;
    if (existsSync(path.join(real, "PulumiPolicy.yaml"))) return;
    for (const name of foldersIn(real)) {
      const below = path.join(real, name);
      if (name === "node_modules") packageFolders(below).forEach(searchPackage);
      else searchFolder(below);
    }
  }

  /** @param {string} folder */
  function searchPackage(folder) {
    if (isKnown(realpathSync(folder))) return;
    const required = requiredBy(folder);
    if (required) found.push(required);
    const nested = path.join(folder, "node_modules");
    if (existsSync(nested)) packageFolders(nested).forEach(searchPackage);
  }

  searchFolder(programDirectory);
  return unique(found);
}

/** @param {string} folder a package's */
function requiredBy(folder) {
  const manifest = readManifest(path.join(folder, "package.json"));
  if (manifest?.pulumi?.resource !== true) return undefined;
  const name = manifest.pulumi.name ?? pluginNameOf(manifest.name);
  const version = manifest.pulumi.version ?? manifest.version;
  if (!name || !version) return undefined;
  return {
    name,
    version: version.startsWith("v") ? version : `v${version}`,
    server: manifest.pulumi.server ?? "",
  };
}

/** Only Pulumi's own packages may leave the plugin's name out. @param {string} [packageName] */
function pluginNameOf(packageName) {
  return packageName?.startsWith("@pulumi/") ? packageName.slice("@pulumi/".length) : undefined;
}

/** @param {string} nodeModules @returns {string[]} */
function packageFolders(nodeModules) {
  return foldersIn(nodeModules).flatMap((name) => {
    const folder = path.join(nodeModules, name);
    return name.startsWith("@") ? foldersIn(folder).map((scoped) => path.join(folder, scoped)) : [folder];
  });
}

/** @param {string} folder @returns {string[]} */
function foldersIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith("."))
    .filter(
      (entry) => entry.isDirectory() || (entry.isSymbolicLink() && isFolder(path.join(folder, entry.name))),
    )
    .map((entry) => entry.name);
}

/** @param {string} target */
function isFolder(target) {
  return statSync(target, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** @param {string} file */
function readManifest(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    // No package.json, or one that is not JSON: not a package that asks for a plugin.
    return undefined;
  }
}

/** @param {RequiredPackage[]} found */
function unique(found) {
  return [...new Map(found.map((required) => [JSON.stringify(required), required])).values()];
}

module.exports = { requiredPackages };
