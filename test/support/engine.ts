import { join } from "node:path";
import { neededStandIns } from "../../sandbox/engine/stand-ins";
import { AWS_MAX_RETRIES } from "../../src/config/fields";

/** The engine that the global set-up has found; undefined where none can be had. */
export const pulumi = process.env.PLENIGO_STRIPE_ENGINE;

/** Node's options for the processes of an engine's run: what few of them use is loaded later. */
export const LOAD_LATER = `--require ${join(__dirname, "load-later.cjs")}`;

/** Stand-ins that this engine needs. */
export const standIns = neededStandIns({ pulumi: pulumi ?? "pulumi", env: process.env });

/**
 * How many times faster than in the real AWS provider all waits of its stand-in pass. The environment's own value wins:
 * with 1 the journeys run with the provider's times (docs/parity.md).
 */
export function standInHaste(env: NodeJS.ProcessEnv = process.env): string {
  return env.PLENIGO_STRIPE_STAND_IN_HASTE || "5000";
}

/** As templates and `init` set it: with the provider's own 25 attempts a call that fails for good takes over an hour. */
export const PATIENCE = { [AWS_MAX_RETRIES.key]: String(AWS_MAX_RETRIES.set) };

/** `describe` for tests with the real engine: skipped, with the reason in the title, where there is none. */
export function describeWithEngine(title: string, tests: () => void): void {
  if (pulumi) describe(title, tests);
  else
    describe.skip(
      `${title} (skipped: no Pulumi engine: ${process.env.PLENIGO_STRIPE_ENGINE_MISSING})`,
      tests,
    );
}
