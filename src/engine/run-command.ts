import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { startWithSignals } from "./passed-signals";

/** How to run a command. */
export interface RunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Text for the command's standard input; without it there is none. */
  readonly input?: string;
  /** Called with each piece of output as it comes. */
  readonly onOutput?: (text: string, stream: "stdout" | "stderr") => void;
  /** Ends the command (SIGTERM) when it fires. */
  readonly signal?: AbortSignal;
  /**
   * Runs it in a process group of its own, which a terminal's Ctrl-C does not reach; signals are then the caller's
   * business. Default: those that this process gets are passed on.
   */
  readonly detached?: boolean;
  /** Called with the process when it was started. */
  readonly onStart?: (child: ChildProcess) => void;
}

/** What a command left. */
export interface RunResult {
  /** Exit code; 128 + the signal's number is not guessed: null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Time for the last output to arrive after the command has ended, in ms. */
const LAST_OUTPUT_MS = 2000;

/** Runs a command to its end. A code other than 0 is not an error. @throws Error when it can't be started */
export function runCommand(
  command: string,
  args: readonly string[],
  options: RunOptions,
): Promise<RunResult> {
  const { cwd, env, input, onOutput, signal, detached, onStart } = options;
  return new Promise((resolve, reject) => {
    const start = () => spawn(command, args, { cwd, env, signal, detached, stdio: ["pipe", "pipe", "pipe"] });
    const child = detached ? start() : startWithSignals(start);
    onStart?.(child);
    const output = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (text: string) => {
        output[stream] += text;
        onOutput?.(text, stream);
      });
    }
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, ...output }));
    // A plugin that outlives the engine holds its pipes open, and "close" would wait for it.
    child.once("exit", (code) => setTimeout(() => resolve({ code, ...output }), LAST_OUTPUT_MS).unref());
    // A command that ends without reading its input is not a fault of the input: its exit code tells.
    child.stdin.on("error", () => {});
    child.stdin.end(input ?? "");
  });
}

/** Environment for the engine: its gRPC honours proxy variables on loopback too (pulumi/pulumi#2651). */
export function engineEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const hosts = [env.NO_PROXY ?? env.no_proxy, "127.0.0.1"].filter(Boolean).join(",");
  return { ...env, NO_PROXY: hosts, no_proxy: hosts };
}

/** Whether there is such a file and it may be run. */
export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    // Not there, or not for us.
    return false;
  }
}

/** Path of a program: the first of the folders of PATH, then of the others, that has it; undefined where none has. */
export function findProgram(
  name: string,
  { PATH = "" }: NodeJS.ProcessEnv,
  ...others: readonly string[]
): string | undefined {
  return [...PATH.split(delimiter).filter(Boolean), ...others]
    .map((folder) => join(folder, name))
    .find(isExecutable);
}
