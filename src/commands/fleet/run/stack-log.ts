import { appendFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { redact } from "../../../errors";

/** Folder of the logs unless another one is given, relative to the project's. */
export const LOG_FOLDER = join(".plenigo-stripe", "logs");

/** What the engine printed in one stack's last run, without keys and signing secrets. */
export class StackLog {
  readonly #rest = { out: "", err: "" };

  private constructor(readonly file: string) {}

  /** Starts the log of a stack anew in `folder`, which is made if it is not there. */
  static start(folder: string, stack: string): StackLog {
    mkdirSync(folder, { recursive: true });
    const log = new StackLog(join(folder, `${stack}.log`));
    writeFileSync(log.file, "");
    return log;
  }

  /** Adds a piece of output. Only whole lines are written: a secret cut in two could not be recognised. */
  add(stream: "out" | "err", text: string): void {
    const all = this.#rest[stream] + text;
    const end = all.lastIndexOf("\n") + 1;
    this.#rest[stream] = all.slice(end);
    if (end > 0) appendFileSync(this.file, redact(all.slice(0, end)));
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
  mkdirSync(folder, { recursive: true });
  if (!existsSync(ignore)) writeFileSync(ignore, "*\n");
  return folder;
}
