import { join } from "node:path";
import { neededStandIns } from "../../sandbox/engine/stand-ins";

/** The engine that the global set-up has found; undefined where none can be had. */
export const pulumi = process.env.PLENIGO_STRIPE_ENGINE;

/** Node's options for the processes of an engine's run: what few of them use is loaded later. */
export const LOAD_LATER = `--require ${join(__dirname, "load-later.cjs")}`;

/** Stand-ins that this engine needs. */
export const standIns = neededStandIns({ pulumi: pulumi ?? "pulumi", env: process.env });

/** `describe` for tests with the real engine: skipped, with the reason in the title, where there is none. */
export function describeWithEngine(title: string, tests: () => void): void {
  if (pulumi) describe(title, tests);
  else
    describe.skip(
      `${title} (skipped: no Pulumi engine: ${process.env.PLENIGO_STRIPE_ENGINE_MISSING})`,
      tests,
    );
}
