import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { messageOf, UserError } from "../../errors";
import { own } from "../../remedies";
import type { RepositoryFile } from "./tenant-repository";

/** How many names of what is in the way a message lists. */
const MOST_NAMES = 10;

/**
 * Writes the files of a new repository into a folder, which is made if it is not there. Nothing is ever overwritten.
 * @param folder absolute; a repository of git without any file counts as empty
 * @throws UserError `folder-not-empty`
 */
export function writeRepository(folder: string, files: readonly RepositoryFile[]): void {
  const inTheWay = contentOf(folder).filter((name) => name !== ".git");
  if (inTheWay.length > 0) throw notEmpty(folder, inTheWay);
  for (const [path, text] of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: "wx" });
  }
}

function contentOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new UserError({
      code: "folder-not-empty",
      what: `the repository can't be written there: ${messageOf(error)}.`,
      where: folder,
      next: [own("new FOLDER", "name a folder that is empty or not there yet")],
      cause: error,
    });
  }
}

function notEmpty(folder: string, names: readonly string[]): UserError {
  const shown = names.slice(0, MOST_NAMES).map((name) => name.replace(/\p{Cc}/gu, "?"));
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
  return new UserError({
    code: "folder-not-empty",
    what: `the folder is not empty: it holds ${shown.join(", ")}${more}.`,
    where: folder,
    next: [own("new FOLDER", "name a folder that is empty or not there yet")],
  });
}
