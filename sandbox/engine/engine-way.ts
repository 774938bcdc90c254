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
