import { bucketAddressOf } from "../aws/bucket-address";
import { objectsBelow } from "../aws/bucket-objects";
import { refusalOf } from "../aws/refusals";
import { lockFolder, lockInFiles } from "../engine/file-locks";
import { PulumiProject } from "../engine/pulumi-project";
import { lockOfTexts, type StackLock } from "../engine/stack-lock";
import type { Surroundings } from "../terminal/surroundings";

/** What is known of a stack's lock without a run that meets it. */
export type FoundLock =
  | { readonly kind: "none" }
  | { readonly kind: "locked"; readonly lock: StackLock }
  | { readonly kind: "not-looked-at"; readonly reason: string };

/** Where a stack's lock is looked for. */
export interface LockPlace {
  /** As the engine tells it: `file://…`, `s3://…` */
  readonly backendUrl: string;
  readonly project: string;
  readonly stack: string;
  readonly signal?: AbortSignal;
}

const OTHERS = "a run that meets one says how it is taken away";

/** Looks for the lock of a stack in the state backend, where that is a folder or a bucket of S3. Takes none itself. */
export async function findLock({ backendUrl, project, stack, signal }: LockPlace): Promise<FoundLock> {
  const [scheme = ""] = backendUrl.split("://");
  if (scheme === "file") return found(lockInFiles(backendUrl, project, stack));
  if (scheme !== "s3") {
    const where = /^https?$/.test(scheme) ? "Pulumi Cloud" : `${scheme}://`;
    return { kind: "not-looked-at", reason: `locks in ${where} are not looked at; ${OTHERS}` };
  }
  try {
    const folder = `${lockFolder(project, stack)}/`;
    return found(lockOfTexts(await objectsBelow(bucketAddressOf(backendUrl), folder, signal)));
  } catch (error) {
    const { kind, message, permission } = refusalOf(error, "s3:ListBucket");
    const why = kind === "denied" ? `these credentials lack ${permission}` : message;
    return {
      kind: "not-looked-at",
      reason: `locks in the bucket could not be looked at (${why}); ${OTHERS}`,
    };
  }
}

function found(lock: StackLock | undefined): FoundLock {
  return lock ? { kind: "locked", lock } : { kind: "none" };
}

/** Finds the lock of a stack. @throws UserError `engine-failed` */
export type FindsLock = (project: string, stack: string) => Promise<StackLock | undefined>;

/**
 * Looks for locks, as far as the state backend shows them without a run. The engine is started once, to ask for the
 * backend, however many stacks a fleet has.
 */
export function locksOf(surroundings: Surroundings): FindsLock {
  let url: Promise<string> | undefined;
  const askEngine = async () => (await new PulumiProject(surroundings).backend()).url;
  return async (project, stack) => {
    url ??= Promise.resolve(surroundings.env.PULUMI_BACKEND_URL || askEngine());
    const result = await findLock({ backendUrl: await url, project, stack });
    return result.kind === "locked" ? result.lock : undefined;
  };
}
