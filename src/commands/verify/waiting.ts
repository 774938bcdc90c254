/** Time, handed in so that tests need not wait. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** The clock of this machine. */
export const systemClock: Clock = {
  now: Date.now,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** Pause between two looks, in ms. */
export const LOOK_EVERY_MS = 2_000;

/** Looks again until `isEnough` or the time is over, and a last time then; returns what was seen last. */
export async function lookUntil<T>(
  clock: Clock,
  timeoutMs: number,
  look: () => Promise<T>,
  isEnough: (seen: T) => boolean,
): Promise<T> {
  const deadline = clock.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    const leftMs = deadline - clock.now();
    if (isEnough(seen) || leftMs <= 0) return seen;
    await clock.sleep(Math.min(LOOK_EVERY_MS, leftMs));
  }
}
