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
