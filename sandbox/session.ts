import { spawn } from "node:child_process";
import { constants } from "node:os";
import { writeCommands } from "./commands";
import { ensureEngine } from "./engine/engine";
import { linkStandIns, neededStandIns, standInNames } from "./engine/stand-ins";
import { serviceVariables, toolVariables, withVariables } from "./environment";
import { makeSampleTenant, newcomerKey, sampleKey } from "./sample-tenant";
import { FOLDER, makeFolders } from "./sandbox-folder";
import { openServices, type Services } from "./services";

/** A sandbox in use: emulators up, engine there, environment set. */
export interface SandboxSession extends Services {
  /** Environment for commands in the sandbox. */
  readonly env: NodeJS.ProcessEnv;
  /** One line on the engine and where it is from. */
  readonly engine: string;
  /** Names of the engine's helpers that are stood in for. */
  readonly standIns: readonly string[];
  /** Path of the engine itself. */
  readonly pulumi: string;
}

/** Prepares engine, stand-ins and commands; progress goes to `log`. Returns the variables of `sandbox -- env`. */
export async function prepareTools(log: (line: string) => void) {
  makeFolders(process.env);
  // Else asking an engine for its version would write a log into the user's own folder.
  const env = { ...process.env, PULUMI_HOME: FOLDER.pulumiHome };
  const engine = await ensureEngine({ log, env });
  const standIns = neededStandIns({ pulumi: engine.pulumi, env: process.env });
  linkStandIns(standIns, FOLDER.bin);
  writeCommands(engine.pulumi);
  return { engine, standIns, variables: toolVariables(process.env) };
}

/** Opens the sandbox: tools, emulators, and the sample publisher's stacks. */
export async function openSession(log: (line: string) => void): Promise<SandboxSession> {
  const { engine, standIns, variables } = await prepareTools(log);
  const services = await openServices(log);
  const own = {
    PLENIGO_STRIPE_SAMPLE_KEY: sampleKey("stage"),
    NEWCOMER_SECRET_KEY: newcomerKey("sk"),
    NEWCOMER_PUBLISHABLE_KEY: newcomerKey("pk"),
  };
  const env = withVariables(process.env, variables, serviceVariables(services.addresses), own);
  try {
    await makeSampleTenant(engine.pulumi, standIns, env);
  } catch (error) {
    await services.close();
    throw error;
  }
  return {
    ...services,
    env,
    standIns: standInNames(standIns),
    pulumi: engine.pulumi,
    engine: `Pulumi ${engine.version} (${engine.source})`,
  };
}

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
