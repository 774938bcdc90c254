import type { ChildProcess } from "node:child_process";
import { ENDING } from "../terminal/interruption";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

const running = new Set<ChildProcess>();
let timers: NodeJS.Timeout[] = [];
let got: NodeJS.Signals | undefined;

/**
 * Starts a child and passes on to it the signals that this process gets while it runs, so that the engine ends what it has
 * begun and releases its lock. A child that does not end gets a second signal, which the engine takes for "at once", and
 * then it is killed. When the last child has ended, the signal has its usual effect, unless somebody else takes it.
 */
export function startWithSignals<Child extends ChildProcess>(start: () => Child): Child {
  // Before the start, since a child may be at work before we hear that it was started.
  if (running.size === 0) listen();
  try {
    const child = start();
    running.add(child);
    child.once("exit", () => forget(child));
    // One that was told to end by an AbortSignal reports an error too, and still runs.
    child.once("error", () => child.pid === undefined && forget(child));
    return child;
  } finally {
    if (running.size === 0) unlisten();
  }
}

function listen(): void {
  for (const signal of SIGNALS) process.on(signal, pass);
  process.on("exit", kill);
}

function unlisten(): void {
  for (const signal of SIGNALS) process.off(signal, pass);
  process.off("exit", kill);
}

function pass(signal: NodeJS.Signals): void {
  const isFirst = got === undefined;
  got ??= signal;
  // A terminal sends Ctrl-C to its whole process group; a second one would mean "at once" to the engine.
  if (signal !== "SIGINT") send("SIGTERM");
  if (!isFirst) return;
  const later = (ms: number, ending: NodeJS.Signals) => setTimeout(() => send(ending), ms).unref();
  timers = [
    later(ENDING.passOnMs, "SIGINT"),
    later(ENDING.againMs, "SIGTERM"),
    later(ENDING.killMs, "SIGKILL"),
  ];
}

function send(signal: NodeJS.Signals): void {
  for (const child of running) child.kill(signal);
}

function kill(): void {
  send("SIGKILL");
}

function forget(child: ChildProcess): void {
  if (!running.delete(child) || running.size > 0) return;
  unlisten();
  for (const timer of timers) clearTimeout(timer);
  const signal = got;
  [timers, got] = [[], undefined];
  if (signal && process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}
