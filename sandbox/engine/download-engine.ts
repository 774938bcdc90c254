import { createRequire } from "node:module";
import { intoCache } from "./engine-cache";
import { ENGINE_VERSION, type EngineContext, type EngineWay, withElapsedTime } from "./engine-way";

/** Downloads a version of the engine into a folder, as `bin/pulumi`. */
export type Download = (version: string, folder: string) => Promise<void>;

type Automation = typeof import("@pulumi/pulumi/automation/index.js");

const SITE = "https://get.pulumi.com/";
const PROBE_MS = 5000;

/** Pulumi's own release, by Pulumi's own installer, if its site answers soon. */
export function downloadWith(download: Download): EngineWay {
  return async (context: EngineContext) => {
    try {
      context.log(`Trying to download the Pulumi engine ${ENGINE_VERSION} (about 150 MB) …`);
      const work = intoCache(context, "download", (folder) => download(ENGINE_VERSION, folder));
      return await withElapsedTime("downloading", work, context.log);
    } catch (error) {
      return { way: "download", reasons: [(error as Error).message.trim()] };
    }
  };
}

/** Pulumi's installer as the SDK brings it; first asks whether its site can be reached at all. */
export const pulumiDownload: Download = async (version, folder) => {
  await assertReachable(SITE);
  // Loaded only here: it takes a second. Its version class is the SDK's own dependency.
  const { PulumiCommand } = require("@pulumi/pulumi/automation") as Automation;
  const { SemVer } = createRequire(require.resolve("@pulumi/pulumi/automation"))("semver");
  await PulumiCommand.install({ version: new SemVer(version), root: folder });
};

async function assertReachable(site: string): Promise<void> {
  try {
    await fetch(site, { method: "HEAD", signal: AbortSignal.timeout(PROBE_MS) });
  } catch (error) {
    const { name, cause } = error as Error & { cause?: Error };
    const why = name === "TimeoutError" ? `no answer within ${PROBE_MS / 1000} s` : (cause?.message ?? name);
    throw new Error(`${site} can't be reached: ${why}`, { cause: error });
  }
}
