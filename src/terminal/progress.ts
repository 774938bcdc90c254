import { SYMBOLS } from "./look";
import type { Surroundings } from "./surroundings";

/** Shows on standard error what is being done, and for how long already. */
export interface Progress {
  /**
   * The same text again is not repeated.
   * @param limitMs when the wait ends at the latest, counted from its first text, in ms; texts with the same limit belong
   * to one wait. `UNLIMITED`: one wait that nothing limits
   */
  readonly show: (text: string, limitMs?: number) => void;
  /** Takes the line away again, where it was one that changes. */
  readonly end: () => void;
}

/** A stream that progress is written to. */
export type ProgressStream = Pick<NodeJS.WriteStream, "write" | "isTTY">;

const FRAMES = ["◒", "◐", "◓", "◑"];
const FRAME_MS = 120;

/** A limit for texts that belong to one wait of unknown length. */
export const UNLIMITED = Number.POSITIVE_INFINITY;

/** How often lines say that something still goes on, in ms. */
export const STILL_MS = 30_000;

/** One line that changes on a terminal; else a line for each new text. Ctrl-C ends the command as everywhere. */
export async function startProgress({ stderr, env }: Surroundings): Promise<Progress> {
  const now = () => performance.now();
  return stderr.isTTY && !env.CI ? turningLine(stderr, now) : plainLines(stderr, now);
}

/** Lines for pipelines: one for each new text, and every half a minute one that says it still goes on. */
export function plainLines(stream: ProgressStream, now: () => number): Progress {
  const wait = new Wait(now);
  const write = () => void stream.write(`${SYMBOLS.note} ${wait.words()}\n`);
  const timer = setInterval(() => wait.isBegun && write(), STILL_MS);
  timer.unref();
  return {
    show: (text, limitMs) => {
      if (wait.goOn(text, limitMs)) write();
    },
    end: () => clearInterval(timer),
  };
}

/** log-update and not clack's spinner, which ends the process with exit code 0 on Ctrl-C: "verified" to a pipeline. */
async function turningLine(stream: NodeJS.WriteStream, now: () => number): Promise<Progress> {
  const screen = await terminalScreen(stream);
  const wait = new Wait(now);
  let frame = 0;
  const draw = () => wait.isBegun && screen.draw(`${FRAMES[frame++ % FRAMES.length]} ${wait.words()}`);
  const timer = setInterval(draw, FRAME_MS);
  return {
    show: (text, limitMs) => {
      wait.goOn(text, limitMs);
      draw();
    },
    end: () => {
      clearInterval(timer);
      screen.clear();
    },
  };
}

/** What is waited for, since when, and until when at the latest. */
class Wait {
  #text = "";
  #limitMs: number | undefined;
  #since = 0;

  constructor(private readonly now: () => number) {}

  get isBegun(): boolean {
    return this.#text !== "";
  }

  /** @returns whether the text is another one */
  goOn(text: string, limitMs: number | undefined): boolean {
    const isOther = text !== this.#text;
    const isSameWait = limitMs !== undefined && limitMs === this.#limitMs;
    if (isOther && !isSameWait) this.#since = this.now();
    [this.#text, this.#limitMs] = [text, limitMs];
    return isOther;
  }

  /** `Waiting … 12/60 s`: elapsed time and limit. Numbers alone, so that they are right in each language. */
  words(): string {
    const elapsed = Math.floor((this.now() - this.#since) / 1000);
    if (this.#limitMs !== undefined && this.#limitMs !== UNLIMITED)
      return `${this.#text} … ${elapsed}/${Math.round(this.#limitMs / 1000)} s`;
    return elapsed > 0 ? `${this.#text} … ${elapsed} s` : `${this.#text} …`;
  }
}

/** A part of a terminal that is written over. */
export interface Screen {
  draw(text: string): void;
  clear(): void;
}

/** The bottom of a terminal. */
export async function terminalScreen(stream: NodeJS.WriteStream): Promise<Screen> {
  const { createLogUpdate } = await import("log-update");
  const update = createLogUpdate(stream);
  return {
    draw: (text) => update(text),
    clear: () => {
      update.clear();
      update.done();
    },
  };
}
