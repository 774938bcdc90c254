import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { startSecretsManagerEmulator } from "../sandbox/emulators/secrets-manager/secrets-manager-emulator";
import { startStripeEmulator } from "../sandbox/emulators/stripe/stripe-emulator";
import { serviceVariables, withVariables } from "../sandbox/environment";
import { fleetTenant, fleetValues } from "../sandbox/fleet/fleet-tenant";
import { sharePlugins } from "../sandbox/sandbox-folder";
import { CHECKOUT, makeProject, makeStack } from "../sandbox/tenant-project";
import type { BenchEngine } from "./bench-stack";
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

/** How many times the throughput of the loop `fleet preview` has: the median of the pairs. */
export function gainOf(pairs: readonly PreviewPair[]): number {
  return spreadOf(pairs.map(({ ours, loop }) => loop.wallMs / ours.wallMs)).median;
}

/** The figures as a table, with the verdict. */
export function previewFleetTable(pairs: readonly PreviewPair[]): string {
  const row = (label: string, cells: readonly string[]) =>
    [label.padEnd(32), ...cells.map((cell) => cell.padStart(14))].join("");
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const cells = (runs: readonly ProcessFigures[]) => {
    const median = (of: (run: ProcessFigures) => number) => spreadOf(runs.map(of)).median;
    const wall = median(({ wallMs }) => wallMs);
    const memory = median(({ peakMb = Number.NaN }) => peakMb);
    return [
      seconds(wall),
      seconds(wall / STACKS),
      seconds(median(({ cpuMs }) => cpuMs) / STACKS),
      Number.isNaN(memory) ? "-" : `${Math.round(memory)} MB`,
    ];
  };
  const gain = gainOf(pairs);
  return [
    row(`${STACKS} stacks, median of ${pairs.length} pairs`, [
      "wall",
      "per stack",
      "CPU per stack",
      "memory",
    ]),
    row("  fleet preview", cells(pairs.map(({ ours }) => ours))),
    row("  a loop of pulumi preview", cells(pairs.map(({ loop }) => loop))),
    `throughput ${gain.toFixed(2)} times, at least ${MIN_GAIN} on two idle cores: ${gain >= MIN_GAIN ? "ok" : "missed"}`,
  ].join("\n");
}
