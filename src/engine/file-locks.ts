import { readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { StackLock } from "./stack-lock";

/** Whether a state backend keeps its locks in files of this machine; others show them only to a run that meets one. */
export function hasLockFiles(backendUrl: string): boolean {
  return backendUrl.startsWith("file://");
}

/** The locks of a stack in a file backend. Pulumi: pkg/backend/diy/lock.go */
export function locksInFiles(backendUrl: string, project: string, stack: string): StackLock[] {
  const folder = join(folderOf(backendUrl), ".pulumi/locks/organization", project, stack);
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith(".json"))
      .map((file) => lockOf(readFileSync(join(folder, file), "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

function lockOf(text: string): StackLock {
  const { username, hostname, pid, timestamp } = JSON.parse(text);
  const holder = { user: username, host: hostname, pid, since: timestamp };
  return { holder, reason: "the stack is currently locked" };
}

function folderOf(url: string): string {
  const [path = ""] = url.slice("file://".length).split("?");
  return path.startsWith("~") ? join(homedir(), path.slice(1)) : resolve(path);
}
