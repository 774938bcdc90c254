import { hostname } from "node:os";
import { redact } from "../errors";
import { explain, inOrder, ownForStack, pulumi, type Remedy } from "../remedies";

/** The run that has made a lock, as it has written it down. */
export interface LockHolder {
  readonly user: string;
  readonly host: string;
  readonly pid: number;
  /** ISO time. */
  readonly since: string;
}

/** What keeps runs from a stack. */
export interface StackLock {
  /** All whose locks are there; empty where the backend does not tell. */
  readonly holders: readonly LockHolder[];
  /** What is known of it beside that: one line, without keys. */
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
  const reason = lines.filter((line) => LOCKED.some((pattern) => pattern.test(line)));
  const holders = [...text.matchAll(HOLDER)].map(([, user = "", host = "", pid, since = ""]) => ({
    user,
    host,
    pid: Number(pid),
    since: since.trim(),
  }));
  return { holders, reason: reason.map((line) => line.replace(/^\s*error: /, "").trim()).join(" ") };
}

const HOLDER = /created by (\S+)@(\S+) \(pid (\d+)\) at (.*)/g;

/**
 * The lock that files or objects of the state backend make up; undefined where there are none. Pulumi:
 * pkg/backend/diy/lock.go
 */
export function lockOfTexts(texts: readonly string[]): StackLock | undefined {
  if (texts.length === 0) return undefined;
  const reason = `the stack is locked by ${texts.length} lock(s)`;
  try {
    const holders = texts.map((text): LockHolder => {
      const { username, hostname, pid, timestamp } = JSON.parse(text);
      return { user: username, host: hostname, pid, since: timestamp };
    });
    return { holders, reason };
  } catch {
    return { holders: [], reason: `${reason}, of which one can't be read` };
  }
}

/**
 * `left`: all its runs were on this machine, and are gone: nothing can be under way any more. `held`: one of them is on
 * this machine, and runs. `untold`: it can't be told from here.
 */
type LockState = "left" | "held" | "untold";

function stateOf({ holders }: StackLock): LockState {
  const here = holders.filter(({ host }) => host === hostname());
  if (here.some(({ pid }) => isRunning(pid))) return "held";
  return holders.length > 0 && here.length === holders.length ? "left" : "untold";
}

/** Whether the runs that have made a lock are known to be gone. */
export function isLeftBehind(lock: StackLock): boolean {
  return stateOf(lock) === "left";
}

/** A lock in words: who holds it, or has left it, or that this can't be told. */
export function wordsOfLock(lock: StackLock): string {
  const who = lock.holders
    .map(({ user, host, pid, since }) => `${user}@${host}, process ${pid}, since ${since}`)
    .join("; ");
  if (!who) return `another run holds the lock, or has left it: ${lock.reason.replace(/\.$/, "")}`;
  const what: Readonly<Record<LockState, string>> = {
    left: "a run on this machine that is gone has left its lock",
    held: "a run on this machine holds the lock",
    untold: "a run on another machine holds the lock, or has left it, which can't be told from here",
  };
  return `${what[stateOf(lock)]}: ${who}`;
}

/** What to do about a lock. `recover` can't put a state right that is locked. */
export function waysOutOfLock(lock: StackLock): Remedy[] {
  switch (stateOf(lock)) {
    case "left":
      return [
        inOrder(
          [pulumi("cancel --yes"), ownForStack("recover")],
          "takes the lock away, and shows what that run has left",
        ),
      ];
    case "held":
      return [
        explain("wait for its end, then this again"),
        pulumi("cancel --yes", "only if that process is not a run of the stack any more"),
      ];
    case "untold":
      return [pulumi("cancel --yes", "only if you are sure that nothing runs; then this again")];
  }
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
