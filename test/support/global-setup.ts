import { ensureEngine } from "../../sandbox/engine/engine";

/** Finds or builds the engine once, before any test; where that fails, tests that need it are skipped with the reason. */
export default async function setUp(): Promise<void> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  try {
    const log = (line: string) => process.stderr.write(`${line}\n`);
    process.env.PLENIGO_STRIPE_ENGINE = (await ensureEngine({ log, env: process.env })).pulumi;
  } catch (error) {
    process.env.PLENIGO_STRIPE_ENGINE_MISSING = (error as Error).message;
  }
}
