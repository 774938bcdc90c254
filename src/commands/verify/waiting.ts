import type { Clock } from "../../terminal/surroundings";

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
