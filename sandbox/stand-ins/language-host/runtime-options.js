/**
 * The `runtime.options` of a Pulumi.yaml.
 *
 * @typedef {object} RuntimeOptions
 * @property {boolean} typescript run TypeScript as it is; default true
 * @property {string} tsconfig path of another tsconfig.json; default none
 * @property {string[]} nodeArguments arguments of node itself; default none
 * @property {string} packageManager auto (default), npm, yarn, pnpm or bun
 * @property {boolean} production leave devDependencies out when installing; default false
 */

const PACKAGE_MANAGERS = ["auto", "npm", "yarn", "pnpm", "bun"];

/**
 * Reads the options as Pulumi's own host does, with its wording for a value of the wrong type.
 *
 * @param {Record<string, unknown>} options
 * @returns {RuntimeOptions}
 */
function parseRuntimeOptions(options) {
  const packageManager = textOption(options, "packagemanager", "packagemanager") || "auto";
  if (!PACKAGE_MANAGERS.includes(packageManager)) {
    throw new Error(
      `packagemanager option must be one of auto, npm, yarn, pnpm or bun, got ${JSON.stringify(packageManager)}`,
    );
  }
  return {
    typescript: flagOption(options, "typescript", true),
    tsconfig: textOption(options, "tsconfig", "tsconfigpath"),
    nodeArguments: splitArguments(textOption(options, "nodeargs", "nodeargs")),
    packageManager,
    production: flagOption(options, "production", false),
  };
}

/**
 * @param {Record<string, unknown>} options
 * @param {string} key
 * @param {boolean} preset
 * @returns {boolean}
 */
function flagOption(options, key, preset) {
  const value = options[key] ?? preset;
  if (typeof value !== "boolean") throw new Error(`${key} option must be a boolean`);
  return value;
}

/**
 * @param {Record<string, unknown>} options
 * @param {string} key
 * @param {string} label
 * @returns {string}
 */
function textOption(options, key, label) {
  const value = options[key] ?? "";
  if (typeof value !== "string") throw new Error(`${label} option must be a string`);
  return value;
}

/**
 * Splits a command line into arguments: blanks separate, single and double quotes and backslashes protect.
 *
 * @param {string} line
 * @returns {string[]}
 */
function splitArguments(line) {
  const words = line.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/g) ?? [];
  return words.map((word) =>
    word.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/g, (_match, double, single, escaped) =>
      double === undefined ? (single ?? escaped) : double.replace(/\\(["\\])/g, "$1"),
    ),
  );
}

module.exports = { parseRuntimeOptions, splitArguments };
