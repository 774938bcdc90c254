import { fork } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "../../../sandbox/tenant-project";
import { engineEnvironment, type RunResult } from "../../../src/engine/run-command";
import { standIns } from "../engine";

type Kind = "plugins" | "program";

/** What runs the program of a run: a process that stands, what the engine starts, or nothing, since none is run. */
export type Runner = "standing" | "started" | "none";

/** What a run of the engine is given so that it uses processes which stand. */
export interface Given {
  readonly env: NodeJS.ProcessEnv;
  /** To add to the engine's. */
  readonly args: readonly string[];
}

let isTaken = false;

/**
 * Runs something that starts engines beside processes that have loaded the plugins, and if wanted the program, so that
 * no engine starts its own: four fifths of a run's computing. They are started once for all test files of a worker, and
 * end with it. While one run has them, others start their own. What the provider prints does not reach the engine.
 * @param env the run's
 * @param runner `standing` is for one run of this checkout's program
 */
export async function besideStanding(
  env: NodeJS.ProcessEnv,
  runner: Runner,
  run: (given: Given) => Promise<RunResult>,
): Promise<RunResult> {
  // A plugin whose start is to take time has to start.
  if (isTaken || env.PLENIGO_STRIPE_STAND_IN_START_MS) return run({ env, args: [] });
  isTaken = true;
  try {
    const plugins = await prepared("plugins", env);
    const program = runner === "standing" ? await prepared("program", env) : undefined;
    const providers = [
      ...(standIns.awsPlugin ? [`aws:${plugins.aws}`] : []),
      ...(standIns.dynamicProvider ? [`pulumi-nodejs:${plugins.dynamic}`] : []),
    ];
    const attached = {
      PULUMI_DEBUG_PROVIDERS: providers.join(","),
      // Also where no program is run, each engine starts a language host.
      ...(runner === "none" &&
        standIns.languageHost && { PULUMI_DEBUG_LANGUAGES: `nodejs:${plugins.language}` }),
    };
    const args = program ? ["--client", String(program.address)] : [];
    const result = await run({ env: { ...env, ...attached }, args });
    // Something of a run that failed may go on in the program's process.
    if (program && result.code !== 0) end("program", program.pid);
    return result;
  } finally {
    isTaken = false;
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
  return (await response.json()) as {
    pid: number;
    address?: string;
    aws?: number;
    dynamic?: number;
    language?: number;
  };
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
