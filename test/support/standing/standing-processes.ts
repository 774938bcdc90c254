import { fork } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "../../../sandbox/tenant-project";
import { engineEnvironment } from "../../../src/engine/run-command";
import { standIns } from "../engine";

type Kind = "plugins" | "program";

/** What a run of the engine is given. */
export interface Standing {
  readonly env: NodeJS.ProcessEnv;
  /** To add to the engine's. */
  readonly args: readonly string[];
}

/** Processes that stand for one run. */
export interface TakenStanding extends Standing {
  /** Gives them back. `isSound`: nothing of the run goes on in them. */
  giveBack(isSound: boolean): void;
}

let isTaken = false;

/**
 * Processes of this worker that have loaded the plugins and the program, for one run of the engine; undefined while
 * another run has them. They are started once for all test files of a worker, and end with it.
 * @param env the run's
 * @param wantsProgram the run is one of the program
 */
export async function takeStanding(
  env: NodeJS.ProcessEnv,
  wantsProgram: boolean,
): Promise<TakenStanding | undefined> {
  if (isTaken) return undefined;
  isTaken = true;
  try {
    const plugins = await prepared("plugins", env);
    const program = wantsProgram ? await prepared("program", env) : undefined;
    const attached = [
      ...(standIns.awsPlugin ? [`aws:${plugins.aws}`] : []),
      ...(standIns.dynamicProvider ? [`pulumi-nodejs:${plugins.dynamic}`] : []),
    ];
    return {
      env: { ...env, PULUMI_DEBUG_PROVIDERS: attached.join(",") },
      args: program ? ["--client", String(program.address)] : [],
      giveBack: (isSound) => {
        isTaken = false;
        if (program && !isSound) end("program", program.pid);
      },
    };
  } catch (error) {
    isTaken = false;
    throw error;
  }
}

/** Where the process of a kind says how it is reached. */
function noteOf(kind: Kind): string {
  return join(process.env.PLENIGO_STRIPE_IMAGES ?? "", `${process.env.JEST_WORKER_ID}-${kind}`);
}

async function prepared(kind: Kind, env: NodeJS.ProcessEnv) {
  const note = noteOf(kind);
  if (!existsSync(note)) writeFileSync(note, String(await start(kind, env)));
  const body = JSON.stringify(engineEnvironment(env));
  const response = await fetch(`http://127.0.0.1:${readFileSync(note, "utf8")}`, { method: "POST", body });
  return (await response.json()) as { pid: number; address?: string; aws?: number; dynamic?: number };
}

function start(kind: Kind, env: NodeJS.ProcessEnv): Promise<number> {
  const child = fork(join(__dirname, `${kind}.cjs`), {
    cwd: CHECKOUT,
    env: engineEnvironment(env),
    detached: true,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  child.unref();
  return new Promise((resolve, reject) => {
    child.once("message", (port) => resolve(Number(port)));
    child.once("exit", () => reject(new Error(`the standing process for ${kind} ended`)));
    child.once("error", reject);
  });
}

function end(kind: Kind, pid: number): void {
  rmSync(noteOf(kind));
  process.kill(pid, "SIGKILL");
}
