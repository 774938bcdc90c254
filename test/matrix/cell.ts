import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Language } from "../../src/commands/new/tenant-repository";
import { withoutNpm } from "../support/linked-program";
import { newRepository } from "../support/packed";
import { toolFolder } from "./tools.cjs";

/** One combination that the package has to work with. */
export interface Cell {
  readonly manager: "npm" | "pnpm" | "yarn";
  readonly language: Language;
  readonly modules: "CommonJS" | "ES modules";
  readonly node: "20.19" | "22" | "24" | "26";
  /** Version of `@pulumi/pulumi`: the pinned one, or the newest. */
  readonly sdk: "pinned" | "newest";
}

/** Tools that a cell lacks on this machine. */
export function missingTools({ manager, node }: Cell): string[] {
  const needed = [`node-${node}`, ...(manager === "npm" ? [] : [manager])];
  return needed.filter((name) => !existsSync(toolFolder(name)));
}

/** PATH with the cell's Node first. */
export function pathOf({ node }: Cell, path = process.env.PATH ?? ""): string {
  return [join(toolFolder(`node-${node}`), "bin"), path].join(delimiter);
}

/** A repository of the cell's kind, as its user would write and install it. @returns its folder */
export function installedRepository(cell: Cell, tarball: string): string {
  const folder = newRepository(tarball, cell.language);
  const file = join(folder, "package.json");
  const { type: _, dependencies, resolutions, ...manifest } = JSON.parse(readFileSync(file, "utf8"));
  if (cell.sdk === "newest") {
    for (const versions of [dependencies, resolutions]) versions["@pulumi/pulumi"] = "latest";
  }
  const type = cell.modules === "ES modules" ? "module" : "commonjs";
  writeFileSync(file, JSON.stringify({ ...manifest, type, dependencies, resolutions }));
  if (cell.language === "javascript" && cell.modules === "CommonJS") writeCommonJs(folder);
  const env = { ...withoutNpm(process.env), PATH: pathOf(cell) };
  const [command, ...args] = INSTALL[cell.manager];
  execFileSync(command, args, { cwd: folder, env, stdio: "pipe" });
  return folder;
}

/** What has run in a cell, in words: the versions that its Node says and its SDK has. */
export function versionsIn(cell: Cell, folder: string): string {
  const env = { ...withoutNpm(process.env), PATH: pathOf(cell) };
  const node = execFileSync("node", ["--version"], { env, encoding: "utf8" }).trim();
  const [command, ...args] = INSTALL[cell.manager];
  const script = command === "npm" ? [] : args.slice(0, 1);
  const manager = execFileSync(command, [...script, "--version"], { env, encoding: "utf8" }).trim();
  const sdk = readFileSync(join(folder, "node_modules/@pulumi/pulumi/package.json"), "utf8");
  return `${cell.manager} ${manager}, Node ${node}, @pulumi/pulumi ${JSON.parse(sdk).version}`;
}

const binOf = (name: string) => join(toolFolder(name), "bin", name === "yarn" ? "yarn.js" : "pnpm.cjs");

const INSTALL: Readonly<Record<Cell["manager"], readonly [string, ...string[]]>> = {
  npm: ["npm", "install", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"],
  // Strict, which is its preset: a package finds only what it names itself.
  pnpm: ["node", binOf("pnpm"), "install", "--prefer-offline", "--ignore-scripts", "--no-frozen-lockfile"],
  yarn: ["node", binOf("yarn"), "install", "--prefer-offline", "--ignore-scripts", "--non-interactive"],
};

/** The template's program as a CommonJS module. */
function writeCommonJs(folder: string): void {
  const file = join(folder, "index.js");
  const text = readFileSync(file, "utf8")
    .replace(/^import (\{.*\}) from ("plenigo-stripe");$/m, "const $1 = require($2);")
    .replace(/^export (const (\{.*\}) = \w+;)$/gm, "$1\nObject.assign(exports, $2);");
  writeFileSync(file, text);
}
