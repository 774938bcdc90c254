import type { Writable } from "node:stream";

/** The streams of a command. */
export interface Streams {
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/** What became of a command's output. */
export interface Output {
  /** Whether a part of the result could not be written. */
  readonly isResultLost: boolean;
  /** See `Surroundings.keepResult`. */
  readonly keepResult: () => void;
  /** Resolves when all has been handed over, or at the latest after `mostMs`. Default: 2,000. */
  flushed(mostMs?: number): Promise<void>;
}

/**
 * Takes care of standard output and error for the rest of the process: a full disk or a reader that leaves ends nothing
 * that is under way. It is said once, and each further text is dropped.
 */
export function careForOutput({ stdout, stderr }: Streams): Output {
  let isResultLost = false;
  let isKept = false;
  const result = guard(stdout, (error, text) => {
    if (!isResultLost) stderr.write(`${noteOf(error, isKept)}\n`);
    isResultLost = true;
    if (isKept) stderr.write(text);
  });
  // There is nowhere left to say it.
  const news = guard(stderr, () => {});
  return {
    get isResultLost() {
      return isResultLost;
    },
    keepResult: () => {
      isKept = true;
    },
    flushed: async (mostMs = 2000) => {
      await within(mostMs, () => result());
      await within(mostMs, () => news());
    },
  };
}

function noteOf({ code = "it failed" }: NodeJS.ErrnoException, isKept: boolean): string {
  const why = code === "EPIPE" ? "its reader has left" : code;
  const rest = isKept ? "the result follows here" : "the rest of the result was not written";
  return `standard output can't be written to (${why}); ${rest}.`;
}

/**
 * Replaces the stream's `write`, since everybody writes there, libraries too. Files fail in the call itself, pipes later.
 * @param onFailure gets each text that was not written
 * @returns waits until what was written has been handed over
 */
function guard(
  stream: Writable,
  onFailure: (error: NodeJS.ErrnoException, text: string | Uint8Array) => void,
): () => Promise<void> {
  const write = stream.write.bind(stream) as (
    text: string | Uint8Array,
    encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ) => boolean;
  let failure: NodeJS.ErrnoException | undefined;
  let pending: Promise<void> = Promise.resolve();
  const fail = (error: NodeJS.ErrnoException, text: string | Uint8Array) => {
    failure = error;
    onFailure(error, text);
  };
  // Without a listener the failure of a pipe would end the process.
  stream.on("error", (error) => {
    failure ??= error;
  });
  stream.write = (text: string | Uint8Array, ...rest: unknown[]): boolean => {
    const encoding = typeof rest[0] === "string" ? (rest[0] as BufferEncoding) : "utf8";
    const done = rest.find((part) => typeof part === "function") as
      | ((error?: Error | null) => void)
      | undefined;
    pending = new Promise((resolve) => {
      const finished = (error?: Error | null) => {
        if (error) fail(error, text);
        done?.();
        resolve();
      };
      if (failure) return finished(failure);
      try {
        write(text, encoding, finished);
      } catch (error) {
        finished(error as Error);
      }
    });
    return !failure;
  };
  return () => pending;
}

async function within(mostMs: number, work: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, mostMs);
  });
  await Promise.race([work(), tooLong]);
  clearTimeout(timer);
}
