// What the matrix needs beside this checkout; packaging/matrix-tools.cjs fetches it.
const { join } = require("node:path");

const MATRIX_FOLDER = join(__dirname, "../../.sandbox/tools/matrix");

/** @param {string} version */
const node = (version) => `npm:node-${process.platform}-${process.arch}@${version}`;

/** Packages by the name of their folder; each is installed as `tool`. @type {Readonly<Record<string, string>>} */
const TOOLS = {
  "node-20.19": node("20.19.0"),
  "node-22": node("22"),
  "node-24": node("24"),
  "node-26": node("26"),
  pnpm: "npm:pnpm@10.34.8",
  yarn: "npm:yarn@1.22.22",
};

/** Folder of an installed tool. @param {string} name */
const toolFolder = (name) => join(MATRIX_FOLDER, name, "node_modules", "tool");

module.exports = { MATRIX_FOLDER, TOOLS, toolFolder };
