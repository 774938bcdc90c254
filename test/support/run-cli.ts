import { join } from "node:path";
import { CHECKOUT } from "../../sandbox/tenant-project";
import { type RunResult, runCommand } from "../../src/engine/run-command";

/** Runs `npx plenigo-stripe …` in a folder, without the engine. */
export function runCli(folder: string, ...words: readonly string[]): Promise<RunResult> {
  const main = join(CHECKOUT, "entry/plenigo-stripe.cjs");
  return runCommand(process.execPath, [main, ...words], { cwd: folder, env: process.env });
}
