import { readdirSync, readFileSync } from "node:fs";
import { homedir, hostname } from "node:os";
import { join, resolve } from "node:path";
import { isRunning } from "../../engine/stack-lock";
import { type CheckResult, failure, ok, skipped, warning } from "./check";
import type { Scene } from "./scene";

/** A lock file of Pulumi's file backends. */
interface Lock {
  readonly pid: number;
  readonly username: string;
  readonly hostname: string;
  readonly timestamp: string;
}

/** Looks for locks that a killed run has left. Other backends than files show their locks to Pulumi alone. */
export async function lock(scene: Scene): Promise<CheckResult> {
  const { url } = await scene.backend();
  if (!url.startsWith("file://")) {
    return skipped(
      "locks of this backend show only when a run meets one; its message has the cancel line then",
    );
  }
  const locks = locksIn(folderOf(url), scene);
  const [first] = locks;
  if (!first) return ok("none");
  const who = `${first.username}@${first.hostname}, process ${first.pid}, since ${first.timestamp}`;
  const cancel = `pulumi cancel --yes --stack ${scene.stack}`;
  if (first.hostname !== hostname()) {
    return warning(
      `a run on another machine holds the lock: ${who}`,
      `${cancel}   (only if it runs no more)`,
    );
  }
  if (isRunning(first.pid)) return warning(`a run holds the lock: ${who}`, "wait for its end");
  return failure(
    `a killed run has left its lock: ${who}`,
    cancel,
    `plenigo-stripe recover --stack ${scene.stack}`,
  );
}

function folderOf(url: string): string {
  const [path = ""] = url.slice("file://".length).split("?");
  return path.startsWith("~") ? join(homedir(), path.slice(1)) : resolve(path);
}

function locksIn(folder: string, scene: Scene): Lock[] {
  const locks = join(folder, ".pulumi/locks/organization", scene.project().name, scene.stack ?? "");
  try {
    return readdirSync(locks)
      .filter((file) => file.endsWith(".json"))
      .map((file) => JSON.parse(readFileSync(join(locks, file), "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
