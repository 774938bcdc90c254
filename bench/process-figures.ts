import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** What a command and all processes below it took. */
export interface ProcessFigures {
  readonly wallMs: number;
  /** User and system time of the command and of what it waited for, in ms. */
  readonly cpuMs: number;
  /** Highest memory of all processes at a time, shared parts once, in MB; undefined where there is no /proc. */
  readonly peakMb?: number;
  readonly code: number | null;
}

const SAMPLE_MS = 300;

/** Runs a command to its end. */
export async function measureProcess(
  words: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<ProcessFigures> {
  const started = performance.now();
  // The shell's `times` counts children of children too.
  const child = spawn("sh", ["-c", '"$@" >/dev/null; code=$?; times; exit $code', "sh", ...words], {
    ...options,
    stdio: ["ignore", "pipe", "ignore"],
  });
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  let peakMb = 0;
  const timer = setInterval(() => {
    peakMb = Math.max(peakMb, memoryBelow(child.pid ?? 0));
  }, SAMPLE_MS);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  clearInterval(timer);
  const wallMs = performance.now() - started;
  return { wallMs, cpuMs: cpuOf(printed), peakMb: peakMb || undefined, code };
}

/** The second line of `times` is the children's: `1m2.3s 0m4.5s`. */
function cpuOf(printed: string): number {
  const line = printed.trim().split("\n").at(-1) ?? "";
  const seconds = [...line.matchAll(/(\d+)m([\d.]+)s/g)].map(([, m, s]) => Number(m) * 60 + Number(s));
  return seconds.reduce((sum, value) => sum + value, 0) * 1000;
}

/** Memory of the processes below one, in MB; 0 where it can't be read. */
function memoryBelow(root: number): number {
  const parents = new Map(pids().map((pid) => [pid, parentOf(pid)]));
  const isBelow = (pid: number | undefined): boolean =>
    pid !== undefined && pid > 1 && (pid === root || isBelow(parents.get(pid)));
  const below = [...parents.keys()].filter((pid) => pid !== root && isBelow(pid));
  return below.reduce((sum, pid) => sum + sharedOutMb(pid), 0);
}

function pids(): number[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    // No such file system: macOS, Windows.
    return [];
  }
}

function parentOf(pid: number): number | undefined {
  return Number(/\) \S (\d+)/.exec(read(`/proc/${pid}/stat`))?.[1]) || undefined;
}

function sharedOutMb(pid: number): number {
  return Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) / 1024;
}

/** Processes end between the listing and the reading. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
