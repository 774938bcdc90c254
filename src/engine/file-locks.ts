import { readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { lockOfTexts, type StackLock } from "./stack-lock";

/** Folder of a stack's locks, below the place where a backend keeps its states. Pulumi: pkg/backend/diy/lock.go */
export function lockFolder(project: string, stack: string): string {
  return `.pulumi/locks/organization/${project}/${stack}`;
}

/** The lock of a stack in a file backend. `backendUrl`: `file://…` */
export function lockInFiles(backendUrl: string, project: string, stack: string): StackLock | undefined {
  const folder = join(folderOf(backendUrl), lockFolder(project, stack));
  const files = unlessGone(() => readdirSync(folder)) ?? [];
  const texts = files
    .filter((file) => file.endsWith(".json"))
    .map((file) => unlessGone(() => readFileSync(join(folder, file), "utf8")));
  return lockOfTexts(texts.filter((text) => text !== undefined));
}

/** A run that ends takes its lock away while somebody looks. */
function unlessGone<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function folderOf(url: string): string {
  const [path = ""] = url.slice("file://".length).split("?");
  return path.startsWith("~") ? join(homedir(), path.slice(1)) : resolve(path);
}
