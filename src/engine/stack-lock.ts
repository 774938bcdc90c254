import { hostname } from "node:os";
import { redact } from "../errors";

/** The lock of a stack that another run holds, as far as the engine tells whose it is. */
export interface StackLock {
  /** `user@host`, process and time; missing where the backend does not tell. */
  readonly holder?: {
    readonly user: string;
    readonly host: string;
    readonly pid: number;
    readonly since: string;
  };
  /** What the engine printed of it: one line, without keys. */
  readonly reason: string;
}

/**
 * Pulumi's own words for a lock: file and bucket backends, Pulumi Cloud, and a bucket in which two runs have met (the
 * other one's lock file is gone again when it is read).
 */
const LOCKED = [
  /the stack is currently locked by/,
  /\[409\] Conflict: Another update is currently in progress/,
  /\.pulumi\/locks\/.*(?:NotFound|NoSuchKey)/,
];

/** The lock that kept a run from starting; undefined where none did. `text`: what the engine printed, or one of its errors. */
export function lockIn(text: string): StackLock | undefined {
  if (!LOCKED.some((pattern) => pattern.test(text))) return undefined;
  const lines = redact(text).split("\n");
  const reason = lines.filter((line) => [...LOCKED, HOLDER].some((pattern) => pattern.test(line)));
  const [, user, host, pid, since = ""] = HOLDER.exec(text) ?? [];
  return {
    ...(user && host && { holder: { user, host, pid: Number(pid), since: since.trim() } }),
    reason: reason.map((line) => line.replace(/^\s*error: /, "").trim()).join(" "),
  };
}

const HOLDER = /created by (\S+)@(\S+) \(pid (\d+)\) at (.*)/;

/** Who holds a lock, in words. */
export function wordsOfLock({ holder, reason }: StackLock): string {
  if (!holder) return reason.replace(/\.$/, "");
  return `${holder.user}@${holder.host}, process ${holder.pid}, since ${holder.since}`;
}

/** Whether the process that holds a lock ran on this machine and is gone: nothing can be under way any more. */
export function isLeftBehind({ holder }: StackLock): boolean {
  return holder !== undefined && holder.host === hostname() && !isRunning(holder.pid);
}

/** Whether a process of this machine is there. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of somebody else can't be signalled, but it is there.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
