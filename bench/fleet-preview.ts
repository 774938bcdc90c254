import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { startSecretsManagerEmulator } from "../sandbox/emulators/secrets-manager/secrets-manager-emulator";
import { startStripeEmulator } from "../sandbox/emulators/stripe/stripe-emulator";
import { serviceVariables, withVariables } from "../sandbox/environment";
import { fleetTenant, fleetValues } from "../sandbox/fleet/fleet-tenant";
import { sharePlugins } from "../sandbox/sandbox-folder";
import { CHECKOUT, makeProject, makeStack } from "../sandbox/tenant-project";
import type { BenchEngine } from "./bench-stack";
import type { Figure } from "./figures";
import { measureProcess, type ProcessFigures } from "./process-figures";
import { runInTurn, spreadOf } from "./statistics";

/** Stacks of the fleet. */
export const STACKS = 8;
/** How many times the throughput of a loop of `pulumi preview` the preview of a fleet must have, on two idle cores. */
export const MIN_GAIN = 2;
/** Emulators answer after so many ms, as Stripe and AWS do at best. */
const LATENCY_MS = 20;

/** The previews of a whole fleet, of either way one. */
export type PreviewPair = {
  /** `fleet preview`. */
  readonly ours: ProcessFigures;
  /** `pulumi preview` for one stack after the other. */
  readonly loop: ProcessFigures;
};

/** Provisions a fleet, and previews it unchanged by either way in turn. */
export async function measurePreviews(
  engine: BenchEngine,
  folder: string,
  count: number,
  log: (line: string) => void,
): Promise<PreviewPair[]> {
  const tenants = Array.from({ length: STACKS }, (_, index) => fleetTenant(index + 1));
  const accounts = tenants.map(({ accountId, secretKey }) => ({ id: accountId, keys: [{ key: secretKey }] }));
  const stripe = await startStripeEmulator({ accounts, latencyMs: LATENCY_MS });
  const aws = await startSecretsManagerEmulator({ latencyMs: LATENCY_MS });
  const project = join(folder, "project");
  const env = environment(engine, folder, { stripe: stripe.url, secretsManager: aws.url });
  const measure = async (...words: readonly string[]) => {
    const figures = await measureProcess(words, { cwd: project, env });
    if (figures.code !== 0) throw new Error(`${words.slice(0, 4).join(" ")} ended with ${figures.code}`);
    return figures;
  };
  const fleet = (...words: readonly string[]) =>
    measure(process.execPath, join(CHECKOUT, "entry/plenigo-stripe.cjs"), "fleet", ...words);
  const previews = tenants.map(({ stack }) => `pulumi preview --expect-no-changes --stack ${stack}`);
  const loop = () => measure("sh", "-c", previews.join(" && "));
  try {
    log(`Provisioning ${STACKS} stacks …`);
    makeProject(project, engine.standIns);
    sharePlugins(process.env, join(folder, "home"));
    for (const tenant of tenants)
      await makeStack(engine.pulumi, project, env, tenant.stack, fleetValues(tenant));
    await fleet("up", "--yes");
    log(`Previewing ${STACKS} stacks, ${count} pairs …`);
    return await runInTurn<PreviewPair>(count, { ours: () => fleet("preview"), loop });
  } finally {
    await Promise.all([stripe.close(), aws.close()]);
  }
}

function environment(
  { bin, pulumi }: BenchEngine,
  folder: string,
  services: Parameters<typeof serviceVariables>[0],
): NodeJS.ProcessEnv {
  const own = join(bin, "pulumi");
  symlinkSync(pulumi, own);
  return withVariables(process.env, serviceVariables(services), {
    PULUMI_STACK: undefined,
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_HOME: join(folder, "home"),
    PULUMI_CONFIG_PASSPHRASE: "a passphrase",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PATH: `${bin}:${process.env.PATH}`,
  });
}

/** What comes of the pairs: medians, and how many times the throughput of the loop `fleet preview` has. */
export function previewFleetFigures(pairs: readonly PreviewPair[]): Figure[] {
  const median = (of: (pair: PreviewPair) => number) => spreadOf(pairs.map(of)).median;
  const name = `fleet preview of ${STACKS} stacks`;
  return [
    { name, value: median(({ ours }) => ours.wallMs) / 1000, unit: "s" },
    { name: "a loop of pulumi preview", value: median(({ loop }) => loop.wallMs) / 1000, unit: "s" },
    {
      name: "throughput of fleet preview, of the loop's",
      value: median(({ ours, loop }) => loop.wallMs / ours.wallMs),
      unit: "times",
      bound: { atLeast: MIN_GAIN },
    },
    { name: "memory of fleet preview", value: median(({ ours }) => ours.peakMb ?? Number.NaN), unit: "MB" },
  ];
}
