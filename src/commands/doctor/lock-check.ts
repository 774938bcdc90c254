import { hostname } from "node:os";
import { hasLockFiles, locksInFiles } from "../../engine/file-locks";
import { isLeftBehind, wordsOfLock } from "../../engine/stack-lock";
import { explain, ownForStack, pulumi } from "../../remedies";
import { type CheckResult, failure, ok, skipped, warning } from "./check";
import type { Scene } from "./scene";

/** Looks for locks that a killed run has left. Other backends than files show their locks to Pulumi alone. */
export async function lock(scene: Scene): Promise<CheckResult> {
  const { url } = await scene.backend();
  if (!hasLockFiles(url)) {
    return skipped(
      "locks of this backend show only when a run meets one; its message has the cancel line then",
    );
  }
  const [first] = locksInFiles(url, scene.project().name, scene.stack ?? "");
  if (!first) return ok("none");
  const who = wordsOfLock(first);
  if (first.holder?.host !== hostname()) {
    return warning(
      `a run on another machine holds the lock: ${who}`,
      pulumi("cancel --yes", "only if it runs no more"),
    );
  }
  if (!isLeftBehind(first)) return warning(`a run holds the lock: ${who}`, explain("wait for its end"));
  return failure(`a killed run has left its lock: ${who}`, pulumi("cancel --yes"), ownForStack("recover"));
}
