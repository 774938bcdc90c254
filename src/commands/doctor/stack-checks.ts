import { secretsProviderOf } from "../../config/encryption";
import { wordsOfFault } from "../../config/faults";
import { isLeftBehind, waysOutOfLock, wordsOfLock } from "../../engine/stack-lock";
import { initStack } from "../../remedies";
import { findLock } from "../stack-lock";
import { type Check, type CheckResult, failure, ok, skipped, warning } from "./check";
import type { Scene } from "./scene";

/** What belongs to one stack. */
export const STACK_CHECKS: readonly Check[] = [
  {
    id: "configuration",
    about: "the stack file, without decrypting",
    ofStack: true,
    needs: ["project"],
    run: configuration,
  },
  { id: "lock", about: "no lock of a killed run", ofStack: true, needs: ["stacks"], run: lock },
  {
    id: "decryption",
    about: "passphrase or KMS key open the stack's values",
    ofStack: true,
    needs: ["stacks"],
    run: decryption,
  },
];

function configuration(scene: Scene): CheckResult {
  const found = scene.file();
  if (!found) return skipped(`there is no file of stack ${scene.stack}`);
  const { faults, isTemplate, file } = found;
  if (isTemplate) return failure(`${file} is still a template`, initStack());
  if (faults.length === 0) return ok("complete and well-formed");
  const mistakes = faults.map(wordsOfFault).join("; ");
  return failure(mistakes, ...faults.flatMap(({ next = [] }) => next));
}

async function decryption(scene: Scene): Promise<CheckResult> {
  const values = await scene.config();
  const file = scene.file()?.file;
  const provider = (file && secretsProviderOf(scene.project(), file)) ?? "the backend's own key";
  return ok(`${Object.keys(values).length} values, encrypted by ${provider.split("?")[0]}`);
}

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
