import { appendFileSync, chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { messageOf, redact } from "../../../errors";

/** Folder of the logs unless another one is given, relative to the project's. */
export const LOG_FOLDER = join(".plenigo-stripe", "logs");

/** Logs tell of tenants and accounts: nobody but the user who runs the command reads them. */
const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = { recursive: true, mode: 0o700 } as const;

/** What the engine printed in one stack's last run, without keys and signing secrets. */
export class StackLog {
  readonly #rest = { out: "", err: "" };
  #fault: string | undefined;

  private constructor(readonly file: string) {}

  /**
   * Starts the log of a stack anew in `folder`, which is made if it is not there; the file is the user's alone. A log
   * that can't be written, now or later, ends no run: see `fault`.
   */
  static start(folder: string, stack: string): StackLog {
    const log = new StackLog(join(folder, `${stack}.log`));
    log.#try(() => {
      mkdirSync(folder, PRIVATE_FOLDER);
      writeFileSync(log.file, "", { mode: PRIVATE_FILE });
      // The mode above is for a new file only; an older version made them readable for all.
      chmodSync(log.file, PRIVATE_FILE);
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
    mkdirSync(folder, PRIVATE_FOLDER);
    if (!existsSync(ignore)) writeFileSync(ignore, "*\n");
  } catch {
    // Each log tries again, and tells.
  }
  return folder;
}
