import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { UserError } from "../../../errors";
import { explain } from "../../../remedies";

/** A report's file and its text. */
export interface ReportFile {
  /** As it was given: relative to the folder of the command, or absolute. */
  readonly file: string;
  readonly text: string;
}

/**
 * Writes files, each one wholly or not at all, for the user alone to read; a file that is there is replaced. One that
 * fails hides no other one.
 * @throws UserError `report-not-written`
 */
export function writeReportFiles(files: readonly ReportFile[], cwd: string): void {
  const faults = files.flatMap(({ file, text }) => {
    try {
      writeWhole(resolve(cwd, file), text);
      return [];
    } catch (error) {
      // The rest of the message names the draft.
      return [{ file, reason: (error as Error).message.split(",")[0] }];
    }
  });
  if (faults.length === 0) return;
  throw new UserError({
    code: "report-not-written",
    what: faults.map(({ file, reason }) => `${file}: ${reason}`).join("; "),
    next: [explain("name a file in a folder that you may write to")],
    state: "Everything else is done; the result is printed above.",
  });
}

function writeWhole(file: string, text: string): void {
  const there = statSync(file, { throwIfNoEntry: false });
  // Devices and pipes, such as /dev/stdout, can't be replaced.
  if (there && !there.isFile()) {
    writeFileSync(file, text);
    return;
  }
  const target = there ? realpathSync(file) : file;
  const draft = join(dirname(target), `.${basename(target)}.${process.pid}`);
  try {
    writeFileSync(draft, text, { mode: 0o600 });
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
