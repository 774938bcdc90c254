import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { PACKAGE_ROOT } from "../own-manifest";
import { engineEnvironment } from "./run-command";

/** A process that runs a program for one engine at a time. */
export interface ProgramHost {
  /** `127.0.0.1:PORT`, for `--client`. */
  readonly address: string;
}

interface StartedHost extends ProgramHost {
  readonly child: ChildProcess;
  runs: number;
}

/** A host is replaced after so many runs, so that what a run may leave in memory does not grow with the fleet. */
const MOST_RUNS = 50;
const MAIN = join(PACKAGE_ROOT, "entry/program-host.cjs");

/**
 * Processes that have loaded this package's own program and run it for stack after stack. One host serves one stack at a
 * time, and after a run that failed none: Pulumi's SDK takes each error that nobody has caught in a process for an error
 * of every program that runs in it.
 */
export class ProgramHosts {
  readonly #idle: StartedHost[] = [];
  readonly #all = new Set<ChildProcess>();

  /** @param folder the program's, in which Pulumi would run it */
  constructor(
    private readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** A host that serves nobody else until it is given back. @throws Error when it can't be started */
  async take(): Promise<ProgramHost> {
    for (let host = this.#idle.pop(); host; host = this.#idle.pop()) if (host.child.connected) return host;
    return this.#start();
  }

  /** Gives a host back. `isSound`: the run went well, so that nothing of it goes on in the host. */
  giveBack(host: ProgramHost, isSound: boolean): void {
    const started = host as StartedHost;
    started.runs += 1;
    if (isSound && started.runs < MOST_RUNS) this.#idle.push(started);
    else started.child.kill("SIGKILL");
  }

  /** Ends all hosts. */
  close(): void {
    for (const child of this.#all) child.kill("SIGKILL");
  }

  #start(): Promise<StartedHost> {
    // In a process group of its own: a terminal's Ctrl-C is for the engine, which ends the program.
    const options = { cwd: this.folder, env: engineEnvironment(this.env), detached: true } as const;
    const child = fork(MAIN, { ...options, stdio: ["ignore", "ignore", "pipe", "ipc"] });
    this.#all.add(child);
    let said = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    return new Promise((resolve, reject) => {
      child.once("message", (address) => resolve({ address: String(address), child, runs: 0 }));
      child.once("error", reject);
      child.once("exit", () => {
        this.#all.delete(child);
        reject(new Error(`the process of the program ended: ${said.trim()}`));
      });
    });
  }
}
