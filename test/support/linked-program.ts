import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { CHECKOUT } from "../../sandbox/tenant-project";

/** Folder of the example program. */
export const OWN_PROGRAM = join(CHECKOUT, "examples", "own-program");

/**
 * Copies a folder with a package.json to a temporary one and runs `npm install` there, as its user would. Each
 * dependency is made a `file:` one, on this checkout or on what is installed in it, so that npm needs no network.
 * @returns the temporary folder; remove it at the end of the test
 */
export function installedCopyOf(folder: string): string {
  const copy = mkdtempSync(join(tmpdir(), "plenigo-stripe-linked-"));
  cpSync(folder, copy, { recursive: true, filter: (source) => basename(source) !== "node_modules" });
  const manifest = join(copy, "package.json");
  const { dependencies, devDependencies, ...rest } = JSON.parse(readFileSync(manifest, "utf8"));
  const linked = { ...rest, dependencies: linksTo({ ...dependencies, ...devDependencies }) };
  writeFileSync(manifest, JSON.stringify(linked));
  const args = ["install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts"];
  execFileSync("npm", args, { cwd: copy, env: withoutNpm(process.env), stdio: "pipe" });
  return copy;
}

function linksTo(dependencies: Readonly<Record<string, string>>): Record<string, string> {
  const folderOf = (name: string) =>
    name === "plenigo-stripe" ? CHECKOUT : join(CHECKOUT, "node_modules", name);
  return Object.fromEntries(Object.keys(dependencies).map((name) => [name, `file:${folderOf(name)}`]));
}

/** `npm test` hands its own settings down, which are meant for this checkout. */
export function withoutNpm(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("npm_")));
}
