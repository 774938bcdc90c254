const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * When runs of the engine are ended after the first signal, in ms: they may finish; then they hear of it, and the engine
 * ends the steps that are under way; then once more, which it takes for "at once"; then they are killed.
 */
export const ENDING = { passOnMs: 12_000, againMs: 20_000, killMs: 27_000 } as const;

/** Somebody's wish to stop. */
export interface Interruption {
  readonly isRequested: boolean;
  /** Signals mean again what they usually do. */
  end(): void;
}

/**
 * Takes Ctrl-C, and the signals of a pipeline that is cancelled: the first one is a wish to stop, each further one is
 * passed on. Nobody may keep the command for ever: without a further one, it is passed on by itself in time (`ENDING`).
 */
export function watchInterruption(
  onFirst: () => void,
  onFurther: (signal: NodeJS.Signals) => void,
): Interruption {
  let isRequested = false;
  let timers: NodeJS.Timeout[] = [];
  const later = (ms: number, signal: NodeJS.Signals) => setTimeout(() => onFurther(signal), ms).unref();
  const listener = (signal: NodeJS.Signals) => {
    if (isRequested) return onFurther(signal);
    isRequested = true;
    timers = [
      later(ENDING.passOnMs, "SIGINT"),
      later(ENDING.againMs, "SIGTERM"),
      later(ENDING.killMs, "SIGKILL"),
    ];
    onFirst();
  };
  for (const signal of SIGNALS) process.on(signal, listener);
  return {
    get isRequested() {
      return isRequested;
    },
    end: () => {
      for (const timer of timers) clearTimeout(timer);
      for (const signal of SIGNALS) process.off(signal, listener);
    },
  };
}
