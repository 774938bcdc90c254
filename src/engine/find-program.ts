import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Whether there is such a file and it may be run. */
export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    // Not there, or not for us.
    return false;
  }
}

/** Path of a program: the first of the folders of PATH, then of the others, that has it; undefined where none has. */
export function findProgram(
  name: string,
  { PATH = "" }: NodeJS.ProcessEnv,
  ...others: readonly string[]
): string | undefined {
  return [...PATH.split(delimiter).filter(Boolean), ...others]
    .map((folder) => join(folder, name))
    .find(isExecutable);
}
