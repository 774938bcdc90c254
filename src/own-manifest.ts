import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What the package says of itself, in `package.json`. */
interface OwnManifest {
  readonly name: string;
  readonly version: string;
  readonly engines: { readonly node: string };
  /** What npm packs; names that begin with ! are left out. */
  readonly files: readonly string[];
  /** Versions that were tested, by package; `new` pins them. Pulumi's SDK for Node 20 among them. */
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** Root of this package, absolute: the clone's, or the folder in `node_modules`. */
export const PACKAGE_ROOT = join(__dirname, "..");

/** This package's own manifest; it lies one folder above the code, compiled or not. */
export const OWN_MANIFEST: OwnManifest = JSON.parse(readFileSync(join(PACKAGE_ROOT, "package.json"), "utf8"));
