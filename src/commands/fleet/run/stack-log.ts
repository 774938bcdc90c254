import { appendFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { messageOf, redact } from "../../../errors";

/** Folder of the logs unless another one is given, relative to the project's. */
export const LOG_FOLDER = join(".plenigo-stripe", "logs");

/** What the engine printed in one stack's last run, without keys and signing secrets. */
export class StackLog {
  readonly #rest = { out: "", err: "" };
  #fault: string | undefined;

  private constructor(readonly file: string) {}

  /**
   * Starts the log of a stack anew in `folder`, which is made if it is not there. A log that can't be written, now or
   * later, ends no run: see `fault`.
   */
  static start(folder: string, stack: string): StackLog {
    const log = new StackLog(join(folder, `${stack}.log`));
    log.#try(() => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(log.file, "");
    });
    return log;
  }

  /** Why the log is not whole; undefined where it is. */
  get fault(): string | undefined {
    return this.#fault;
  }

  #try(write: () => void): void {
    if (this.#fault) return;
    try {
      write();
    } catch (error) {
      this.#fault = (error as NodeJS.ErrnoException).code ?? messageOf(error);
    }
  }

  /** Adds a piece of output. Only whole lines are written: a secret cut in two could not be recognised. */
  add(stream: "out" | "err", text: string): void {
    const all = this.#rest[stream] + text;
    const end = all.lastIndexOf("\n") + 1;
    this.#rest[stream] = all.slice(end);
    if (end > 0) this.#try(() => appendFileSync(this.file, redact(all.slice(0, end))));
  }

  /** Writes what is left without a line end. */
  end(): void {
    for (const stream of ["out", "err"] as const) if (this.#rest[stream]) this.add(stream, "\n");
  }
}

/** The project's own folder for logs; git ignores it, in projects of users too. */
export function ownLogFolder(project: string): string {
  const folder = join(project, LOG_FOLDER);
  const ignore = join(dirname(folder), ".gitignore");
  try {
    mkdirSync(folder, { recursive: true });
    if (!existsSync(ignore)) writeFileSync(ignore, "*\n");
  } catch {
    // Each log tries again, and tells.
  }
  return folder;
}
