import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

/** Oldest engine that will do: since then the exit code of `--expect-no-changes` is 7 for drift alone. */
export const OLDEST_ENGINE = "3.227.0";

/** Whether a version is the other one or newer. A leading v, and what follows the third number, do not count. */
export function isAtLeast(version: string, oldest: string): boolean {
  const [ours, theirs] = [numbersOf(version), numbersOf(oldest)];
  for (const [index, number] of theirs.entries()) {
    const own = ours[index] ?? 0;
    if (own !== number) return own > number;
  }
  return true;
}

function numbersOf(version: string): number[] {
  const [numbers = ""] = version.replace(/^v/, "").split(/[-+]/, 1);
  return numbers.split(".").map(Number);
}

/** What is read of an installed package's manifest. */
interface InstalledManifest {
  readonly version: string;
  readonly engines?: { readonly node?: string };
}

/** Folder of a package as a program in the folder finds it, with links followed; undefined where it is not installed. */
export function installedFolder(folder: string, name: string): string | undefined {
  const found = join(folder, "node_modules", name);
  if (existsSync(join(found, "package.json"))) return realpathSync(found);
  const above = dirname(folder);
  return above === folder ? undefined : installedFolder(above, name);
}

/** Its manifest. */
export function installedManifest(folder: string, name: string): InstalledManifest | undefined {
  const found = installedFolder(folder, name);
  return found === undefined ? undefined : JSON.parse(readFileSync(join(found, "package.json"), "utf8"));
}

/** Its version alone. */
export function installedVersion(folder: string, name: string): string | undefined {
  return installedManifest(folder, name)?.version;
}
