const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Somebody's wish to stop. */
export interface Interruption {
  readonly isRequested: boolean;
  /** Signals mean again what they usually do. */
  end(): void;
}

/**
 * Takes Ctrl-C, and the signals of a pipeline that is cancelled: the first one is a wish to stop, each further one is
 * passed on.
 */
export function watchInterruption(
  onFirst: () => void,
  onFurther: (signal: NodeJS.Signals) => void,
): Interruption {
  let isRequested = false;
  const listener = (signal: NodeJS.Signals) => {
    if (isRequested) return onFurther(signal);
    isRequested = true;
    onFirst();
  };
  for (const signal of SIGNALS) process.on(signal, listener);
  return {
    get isRequested() {
      return isRequested;
    },
    end: () => {
      for (const signal of SIGNALS) process.off(signal, listener);
    },
  };
}
