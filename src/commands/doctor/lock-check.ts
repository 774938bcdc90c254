import { isLeftBehind, waysOutOfLock, wordsOfLock } from "../../engine/stack-lock";
import { findLock } from "../stack-lock";
import { type CheckResult, failure, ok, skipped, warning } from "./check";
import type { Scene } from "./scene";

/** Looks for a lock, and tells whether a run holds it or a killed one has left it. */
export async function lock(scene: Scene): Promise<CheckResult> {
  const { url } = await scene.backend();
  const found = await findLock({
    backendUrl: url,
    project: scene.project().name,
    stack: scene.stack ?? "",
    signal: scene.signal,
  });
  if (found.kind === "none") return ok("none");
  if (found.kind === "not-looked-at") return skipped(found.reason);
  const judge = isLeftBehind(found.lock) ? failure : warning;
  return judge(wordsOfLock(found.lock), ...waysOutOfLock(found.lock));
}
