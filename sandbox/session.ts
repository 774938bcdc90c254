import { ensureEngine } from "./engine/engine";
import { linkStandIns, neededStandIns } from "./engine/stand-ins";
import { serviceVariables, toolVariables, withVariables } from "./environment";
import { makeSampleTenant, newcomerKey, sampleKey } from "./sample-tenant";
import { FOLDER, makeFolders } from "./sandbox-folder";
import { openServices, type Services } from "./services";
import { writeWrappers } from "./wrappers";

/** A sandbox in use: emulators up, engine there, environment set. */
export interface SandboxSession extends Services {
  /** Environment for commands in the sandbox. */
  readonly env: NodeJS.ProcessEnv;
  /** One line on the engine and where it is from. */
  readonly engine: string;
  /** Path of the engine itself, not of the sandbox's wrapper. */
  readonly pulumi: string;
}

/** Prepares engine, stand-ins and commands; progress goes to `log`. Returns the variables of `sandbox -- env`. */
export async function prepareTools(log: (line: string) => void) {
  makeFolders(process.env);
  const engine = await ensureEngine({ log, env: process.env });
  const standIns = neededStandIns({ pulumi: engine.pulumi, env: process.env });
  linkStandIns(standIns, FOLDER.bin);
  writeWrappers(engine.pulumi);
  return { engine, standIns, variables: toolVariables(process.env) };
}

/** Opens the sandbox: tools, emulators, and the sample publisher's stacks. */
export async function openSession(log: (line: string) => void): Promise<SandboxSession> {
  const { engine, standIns, variables } = await prepareTools(log);
  const services = await openServices();
  const own = {
    PLENIGO_STRIPE_SAMPLE_KEY: sampleKey("stage"),
    NEWCOMER_SECRET_KEY: newcomerKey("sk"),
    NEWCOMER_PUBLISHABLE_KEY: newcomerKey("pk"),
  };
  const env = withVariables(process.env, variables, serviceVariables(services.addresses), own);
  await makeSampleTenant(engine.pulumi, standIns, env);
  return { ...services, env, pulumi: engine.pulumi, engine: `Pulumi ${engine.version} (${engine.source})` };
}
