import { hasLockFiles, locksInFiles } from "../../engine/file-locks";
import { PulumiProject } from "../../engine/pulumi-project";
import type { StackLock } from "../../engine/stack-lock";

let asked: Promise<string> | undefined;

/** The lock of a stack in a file backend; those of other backends show only when a run meets one. @throws UserError `engine-failed` */
export async function lockOfStack(project: string, stack: string): Promise<StackLock | undefined> {
  const url = process.env.PULUMI_BACKEND_URL || (await backendUrl());
  return hasLockFiles(url) ? locksInFiles(url, project, stack)[0] : undefined;
}

/** One start of the engine for all stacks of a fleet. */
function backendUrl(): Promise<string> {
  asked ??= new PulumiProject().backend().then(({ url }) => url);
  return asked;
}
