import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Version that is downloaded or built when there is none; the one in go/go.mod. */
export const ENGINE_VERSION = "v3.274.1";

/** Command of the engine on this system. */
export const ENGINE_COMMAND = process.platform === "win32" ? "pulumi.exe" : "pulumi";

const ANSWER_TIMEOUT_MS = 20_000;

/**
 * What `pulumi version` says.
 *
 * @returns the version with its leading v; rejects if the file does not run or says something else
 */
export async function engineVersion(pulumi: string, env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout } = await run(pulumi, ["version"], {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeout: ANSWER_TIMEOUT_MS,
  });
  const version = /^v?(\d+\.\d+\.\d+\S*)$/m.exec(stdout.trim())?.[1];
  if (!version) throw new Error("it does not answer `pulumi version` with a version");
  return `v${version}`;
}

/** A Pulumi engine that can be used. */
export interface Engine {
  /** Absolute path of the `pulumi` binary. */
  readonly pulumi: string;
  /** `path`: installed by the user; `download`: Pulumi's own release; `build`: built here from Pulumi's source. */
  readonly source: "path" | "download" | "build";
  /** With its leading v. */
  readonly version: string;
}

/** What each way to an engine gets. */
export interface EngineContext {
  /** Takes progress, a line at a time. */
  readonly log: (line: string) => void;
  readonly env: NodeJS.ProcessEnv;
  /** Per-user folder that keeps engines, one folder a version. */
  readonly cacheDir: string;
}

/** A way to an engine: the engine, or why there is none this way. */
export type EngineWay = (context: EngineContext) => Promise<Engine | WayClosed>;

/** Why a way leads nowhere. */
export interface WayClosed {
  readonly way: string;
  /** Reasons in words, at least one. */
  readonly reasons: readonly string[];
  /** True when nobody would have expected more, so that it is told only if no way leads to an engine. */
  readonly isPlain?: boolean;
}

/** Whether a way has led to an engine. */
export function isEngine(result: Engine | WayClosed): result is Engine {
  return "pulumi" in result;
}

const EVERY_MS = 15_000;

/** Says every quarter of a minute for how long `work` has been going on, so that nobody takes it for stuck. */
export async function withElapsedTime<T>(
  what: string,
  work: Promise<T>,
  log: (line: string) => void,
  everyMs: number = EVERY_MS,
): Promise<T> {
  const start = Date.now();
  const ticker = setInterval(() => log(`  still ${what}, ${elapsed(Date.now() - start)} so far`), everyMs);
  try {
    return await work;
  } finally {
    clearInterval(ticker);
  }
}

/** `42 s`, `3 min 5 s`. */
export function elapsed(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}
