import { spawn } from "node:child_process";
import { constants } from "node:os";

/**
 * Runs a command on this terminal and returns its exit code (128 + the number of the signal that ended it). Signals
 * that reach us are passed on, so that an interrupted sandbox leaves nothing behind.
 */
export function runInteractively(
  command: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const [program = "", ...args] = command;
  return new Promise((resolve, reject) => {
    // Before the command starts, or a signal could end us alone and leave the command behind.
    for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
    // A terminal sends Ctrl-C to the child by itself; we only have to outlive it.
    process.on("SIGINT", () => {});
    const child = spawn(program, args, { cwd, env, stdio: "inherit" });
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? "SIGTERM"]));
  });
}
