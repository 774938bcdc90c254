import { OLDEST_ENGINE } from "../../src/engine/versions";
import { buildWithGo, oldestGo } from "./build-engine";
import { type Download, downloadWith, pulumiDownload } from "./download-engine";
import { engineCacheDir, findInCache } from "./engine-cache";
import { type Engine, type EngineContext, isEngine, type WayClosed } from "./engine-way";
import { findOnPath } from "./path-engine";

export type { Engine } from "./engine-way";

/** What `ensureEngine` needs to know. */
export interface EnsureEngineOptions {
  /** Takes progress, a line at a time: which way is tried, how long it takes. */
  readonly log: (line: string) => void;
  readonly env: NodeJS.ProcessEnv;
  /** Folder that keeps engines. Default: the user's cache. */
  readonly cacheDir?: string;
  /** Default: Pulumi's own installer. */
  readonly download?: Download;
}

/**
 * A Pulumi engine, by the first way that leads to one: on PATH, kept from an earlier run, downloaded from Pulumi,
 * built from Pulumi's source with Go. Throws one error with the reason of each way when there is none.
 */
export async function ensureEngine(options: EnsureEngineOptions): Promise<Engine> {
  const { log, env, cacheDir = engineCacheDir(env), download = pulumiDownload } = options;
  const context: EngineContext = { log, env, cacheDir };
  const closed: WayClosed[] = [];
  for (const way of [findOnPath, findInCache, downloadWith(download), buildWithGo]) {
    const result = await way(context);
    if (isEngine(result)) return result;
    closed.push(result);
    if (!result.isPlain) for (const reason of result.reasons) log(`  ${result.way}: ${reason}`);
  }
  throw new NoEngineError(closed);
}

/** There is no engine to be had. The message lists the ways tried, and what to install. */
class NoEngineError extends Error {
  override readonly name = "NoEngineError";

  constructor(readonly closed: readonly WayClosed[]) {
    const tried = closed.flatMap(({ way, reasons }) =>
      reasons.map((reason) => `  ${way.padEnd(8)}  ${reason}`),
    );
    super(
      [
        `engine-missing: there is no Pulumi engine v${OLDEST_ENGINE} or newer, and none can be had here.`,
        ...tried,
        "  next  install Pulumi: https://www.pulumi.com/docs/install/",
        `  or    install Go ${oldestGo()} or newer (https://go.dev/dl/), and run this again`,
      ].join("\n"),
    );
  }
}
