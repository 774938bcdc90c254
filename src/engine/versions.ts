import { existsSync, readFileSync } from "node:fs";
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

/** Manifest of a package as a program in the folder finds it; undefined where it is not installed. */
export function installedManifest(folder: string, name: string): InstalledManifest | undefined {
  const file = join(folder, "node_modules", name, "package.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  const above = dirname(folder);
  return above === folder ? undefined : installedManifest(above, name);
}

/** Its version alone. */
export function installedVersion(folder: string, name: string): string | undefined {
  return installedManifest(folder, name)?.version;
}
