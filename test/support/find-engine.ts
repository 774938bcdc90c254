import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureEngine } from "../../sandbox/engine/engine";
import makeNoteFolder from "./note-folder";

/**
 * Before any test with the engine: finds or builds it once; where that fails, these are skipped with the reason. Makes
 * the folder of what journeys begin with. The engine's many short runs collect no garbage, a third of what they compute.
 */
export default async function findEngine(): Promise<void> {
  makeNoteFolder();
  process.env.PLENIGO_STRIPE_IMAGES = mkdtempSync(join(tmpdir(), "plenigo-stripe-images-"));
  process.env.GOGC ??= "off";
  process.env.GOMEMLIMIT ??= "1GiB";
  try {
    const log = (line: string) => process.stderr.write(`${line}\n`);
    process.env.PLENIGO_STRIPE_ENGINE = (await ensureEngine({ log, env: process.env })).pulumi;
  } catch (error) {
    process.env.PLENIGO_STRIPE_ENGINE_MISSING = (error as Error).message;
  }
}
