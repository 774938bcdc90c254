import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { CHECKOUT } from "../../sandbox/tenant-project";

/** The program `actionlint`: `ACTIONLINT` in the environment, on PATH, or where .ci/run puts it. */
export function findActionlint(env: NodeJS.ProcessEnv): string | undefined {
  const onPath = (env.PATH ?? "").split(delimiter).map((folder) => join(folder, "actionlint"));
  const places = [env.ACTIONLINT, ...onPath, join(CHECKOUT, ".sandbox/tools/actionlint/bin/actionlint")];
  return places.find((place) => place && existsSync(place));
}
