import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHECKOUT } from "../../sandbox/tenant-project";
import type { Language } from "../../src/commands/new/tenant-repository";
import { Clone } from "./clone";
import { withoutNpm } from "./linked-program";

/** A tarball as `npm pack` makes it, in a folder of its own. */
export interface Packed {
  readonly tarball: string;
  remove(): void;
}

/** Builds and packs this checkout as it is now, in a copy: nothing of a build may lie in the checkout while tests run. */
export function packed(): Packed {
  const clone = new Clone();
  const npm = (...args: readonly string[]) =>
    execFileSync("npm", args, { cwd: clone.folder, env: withoutNpm(process.env), stdio: "pipe" });
  npm("run", "build");
  npm("pack", "--silent");
  const [name = ""] = readdirSync(clone.folder).filter((file) => file.endsWith(".tgz"));
  return { tarball: join(clone.folder, name), remove: () => clone.remove() };
}

/** Runs the packed command where nothing is installed, with the packages of this checkout: `plenigo-stripe new`. */
export function newRepository(tarball: string, language: Language): string {
  const folder = mkdtempSync(join(tmpdir(), "plenigo-stripe-repository-"));
  execFileSync(
    process.execPath,
    [
      join(CHECKOUT, "entry/plenigo-stripe.cjs"),
      "new",
      folder,
      `--${language}`,
      "--package",
      `file:${tarball}`,
    ],
    { stdio: "pipe" },
  );
  return folder;
}

/**
 * `npm install` without network: what the package and the program depend on becomes a link to what is installed in
 * this checkout. The package itself is installed from its tarball, with npm's own checks of dependencies and peers.
 */
export function installOffline(folder: string): void {
  const file = join(folder, "package.json");
  const { dependencies: own, ...manifest } = JSON.parse(readFileSync(file, "utf8"));
  const { dependencies } = JSON.parse(readFileSync(join(CHECKOUT, "package.json"), "utf8"));
  const names = [...new Set([...Object.keys(own), ...Object.keys(dependencies)])];
  const linked = names.map((name) => [
    name,
    name === "plenigo-stripe" ? own[name] : `file:${join(CHECKOUT, "node_modules", name)}`,
  ]);
  writeFileSync(file, JSON.stringify({ ...manifest, dependencies: Object.fromEntries(linked) }));
  const args = ["install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts"];
  execFileSync("npm", args, { cwd: folder, env: withoutNpm(process.env), stdio: "pipe" });
}

/** Removes a folder with all that is installed in it. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
