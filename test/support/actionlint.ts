import { join } from "node:path";
import { CHECKOUT } from "../../sandbox/tenant-project";
import { findProgram } from "../../src/engine/find-program";

/** The program `actionlint`: `ACTIONLINT` in the environment, on PATH, or where .ci/run puts it. */
export function findActionlint(env: NodeJS.ProcessEnv): string | undefined {
  return env.ACTIONLINT || findProgram("actionlint", env, join(CHECKOUT, ".sandbox/tools/actionlint/bin"));
}
