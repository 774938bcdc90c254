const { existsSync, readdirSync, readFileSync, realpathSync } = require("node:fs");
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
 * the `node_modules` of the program's folder and in those of its packages.
 *
 * @param {string} programDirectory
 * @returns {RequiredPackage[]}
 */
function requiredPackages(programDirectory) {
  /** @type {Map<string, RequiredPackage | undefined>} by folder: links may lead back to where the search came from */
  const found = new Map();

  /** @param {string} folder */
  function search(folder) {
    for (const below of packageFolders(path.join(folder, "node_modules"))) {
      if (found.has(below)) continue;
      found.set(below, requiredBy(below));
      search(below);
    }
  }

  search(programDirectory);
  const byText = [...found.values()].flatMap((required) =>
    required ? [[JSON.stringify(required), required]] : [],
  );
  return Object.values(Object.fromEntries(byText));
}

/** @param {string} nodeModules @returns {string[]} real paths of the packages there */
function packageFolders(nodeModules) {
  if (!existsSync(nodeModules)) return [];
  return readdirSync(nodeModules)
    .filter((name) => !name.startsWith("."))
    .flatMap((name) => {
      const folder = path.join(nodeModules, name);
      return name.startsWith("@") ? readdirSync(folder).map((scoped) => path.join(folder, scoped)) : [folder];
    })
    .filter((folder) => existsSync(folder))
    .map((folder) => realpathSync(folder));
}

/** @param {string} folder a package's @returns {RequiredPackage | undefined} */
function requiredBy(folder) {
  const file = path.join(folder, "package.json");
  const { name = "", version, pulumi } = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  // Only Pulumi's own packages may leave the plugin's name out.
  const plugin = pulumi?.name ?? /^@pulumi\/(.+)$/.exec(name)?.[1];
  const wanted = pulumi?.version ?? version;
  if (pulumi?.resource !== true || !plugin || !wanted) return undefined;
  return { name: plugin, version: `v${wanted.replace(/^v/, "")}`, server: pulumi.server ?? "" };
}

module.exports = { requiredPackages };
