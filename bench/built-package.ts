import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "../sandbox/tenant-project";
import { OWN_MANIFEST } from "../src/own-manifest";

/**
 * Builds this checkout and lays the package out in `folder` as npm would: a user runs compiled code, which loads in half
 * the time that a clone's TypeScript takes. @returns the folder
 */
export function buildPackage(folder: string): string {
  execFileSync(process.execPath, [join(CHECKOUT, "packaging/build.cjs")], { stdio: "pipe" });
  mkdirSync(folder, { recursive: true });
  const files = OWN_MANIFEST.files.filter((name) => !name.startsWith("!"));
  for (const name of ["package.json", ...files])
    cpSync(join(CHECKOUT, name), join(folder, name), { recursive: true });
  symlinkSync(join(CHECKOUT, "node_modules"), join(folder, "node_modules"), "dir");
  return folder;
}
