import { createHash } from "node:crypto";
import { cpSync, existsSync, renameSync } from "node:fs";
import { join } from "node:path";

/** The folder that is kept for all which begin alike in a run of tests; who finds none makes it. */
export function imageOf(beginning: object): string {
  const name = createHash("sha256")
    .update(JSON.stringify(beginning, (_, value) => value ?? null))
    .digest("hex");
  return join(process.env.PLENIGO_STRIPE_IMAGES ?? "", name);
}

/** Keeps a copy of a folder as an image, whole or not at all: another worker may look for it or be making it. */
export function keepAs(image: string, folder: string): void {
  const copy = `${image}.${process.pid}`;
  cpSync(folder, copy, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(copy, image);
  } catch (error) {
    if (!existsSync(image)) throw error;
  }
}
