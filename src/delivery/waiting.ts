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

/** Looks again until `isEnough` or the time is over; returns what was seen last. Looks at least once. */
export async function lookUntil<T>(
  clock: Clock,
  timeoutMs: number,
  look: () => Promise<T>,
  isEnough: (seen: T) => boolean,
): Promise<T> {
  const deadline = clock.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (isEnough(seen) || clock.now() + LOOK_EVERY_MS > deadline) return seen;
    await clock.sleep(LOOK_EVERY_MS);
  }
}
