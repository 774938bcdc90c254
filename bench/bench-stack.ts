import { join } from "node:path";
import { startSecretsManagerEmulator } from "../sandbox/emulators/secrets-manager/secrets-manager-emulator";
import { startStripeEmulator } from "../sandbox/emulators/stripe/stripe-emulator";
import type { NeededStandIns } from "../sandbox/engine/stand-ins";
import { type ServiceAddresses, serviceVariables, withVariables } from "../sandbox/environment";
import { sampleAccount } from "../sandbox/sample-tenant";
import { sharePlugins } from "../sandbox/sandbox-folder";
import { makeStack, type TenantValues } from "../sandbox/tenant-project";
import { runCommand } from "../src/engine/run-command";

/** The engine that is measured, with what it needs here. */
export interface BenchEngine {
  /** Absolute path of the `pulumi` binary. */
  readonly pulumi: string;
  readonly standIns: NeededStandIns;
  /** Folder of the stand-ins' commands, for PATH. */
  readonly bin: string;
}

/** What is run, and where. */
export interface BenchProgram {
  /** Makes the project in a folder, with program and project file. */
  readonly makeProject: (folder: string) => void;
  /** Folder for project and state; made if it is not there. */
  readonly folder: string;
  readonly values: TenantValues;
}

/** One run of a Pulumi command. */
export interface BenchRun {
  readonly durationMs: number;
  /** Operations that reached Stripe and AWS, in the order of arrival. */
  readonly calls: readonly string[];
}

/** A stack `stage` of a program, with emulators of its own. */
export interface BenchStack {
  /** Runs `pulumi …`. @throws Error with what it printed when it fails */
  pulumi(...args: readonly string[]): Promise<BenchRun>;
  close(): Promise<void>;
}

/** Makes the stack; nothing is provisioned yet. */
export async function openBenchStack(engine: BenchEngine, what: BenchProgram): Promise<BenchStack> {
  const stripe = await startStripeEmulator({ accounts: [sampleAccount()] });
  const aws = await startSecretsManagerEmulator();
  const env = environment(engine, what.folder, { stripe: stripe.url, secretsManager: aws.url });
  const project = join(what.folder, "project");
  sharePlugins(process.env, join(what.folder, "home"));
  what.makeProject(project);
  await makeStack(engine.pulumi, project, env, "stage", what.values);
  return {
    pulumi: async (...args) => {
      for (const { calls } of [stripe, aws]) calls.length = 0;
      const all = [...args, "--stack", "stage", "--non-interactive", "--color", "never"];
      const start = performance.now();
      const { code, stdout, stderr } = await runCommand(engine.pulumi, all, { cwd: project, env });
      const durationMs = performance.now() - start;
      if (code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${code}:\n${stdout}${stderr}`);
      const calls = [...stripe.calls, ...aws.calls].sort((one, other) => one.at - other.at);
      return { durationMs, calls: calls.map(({ operation }) => operation) };
    },
    close: async () => {
      await Promise.all([stripe.close(), aws.close()]);
    },
  };
}

function environment({ bin }: BenchEngine, folder: string, services: ServiceAddresses): NodeJS.ProcessEnv {
  return withVariables(process.env, serviceVariables(services), {
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_HOME: join(folder, "home"),
    PULUMI_CONFIG_PASSPHRASE: "a passphrase",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PATH: `${bin}:${process.env.PATH}`,
    NO_PROXY: "127.0.0.1",
  });
}
