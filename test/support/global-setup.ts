import { mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { ensureEngine } from "../../sandbox/engine/engine";
import { CHECKOUT } from "../../sandbox/tenant-project";

/**
 * Before any test: makes the folder of the leak sweep's notes, and finds or builds the engine once; where that fails,
 * tests that need it are skipped with the reason.
 */
export default async function setUp(): Promise<void> {
  const sandbox = join(CHECKOUT, ".sandbox");
  mkdirSync(sandbox, { recursive: true });
  process.env.PLENIGO_STRIPE_LEAK_NOTES = mkdtempSync(join(sandbox, "leak-notes-"));
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  try {
    const log = (line: string) => process.stderr.write(`${line}\n`);
    process.env.PLENIGO_STRIPE_ENGINE = (await ensureEngine({ log, env: process.env })).pulumi;
  } catch (error) {
    process.env.PLENIGO_STRIPE_ENGINE_MISSING = (error as Error).message;
  }
}
