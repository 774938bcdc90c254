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

/** Stacks of the fleet. */
export const STACKS = 20;
/** How many times the throughput of one stack after the other two at a time must have, on two idle cores. */
export const MIN_GAIN = 1.7;
/** Emulators answer after so many ms, as Stripe and AWS do at best. */
const LATENCY_MS = 20;

/** One preview of the whole fleet. */
export interface PreviewFigures extends ProcessFigures {
  /** Stacks at a time. */
  readonly parallel: number;
}

/** Provisions a fleet and previews it unchanged, one stack after the other and two at a time. */
export async function measurePreviews(
  engine: BenchEngine,
  folder: string,
  log: (line: string) => void,
): Promise<PreviewFigures[]> {
  const tenants = Array.from({ length: STACKS }, (_, index) => fleetTenant(index + 1));
  const accounts = tenants.map(({ accountId, secretKey }) => ({ id: accountId, keys: [{ key: secretKey }] }));
  const stripe = await startStripeEmulator({ accounts, latencyMs: LATENCY_MS });
  const aws = await startSecretsManagerEmulator({ latencyMs: LATENCY_MS });
  const project = join(folder, "project");
  const env = environment(engine, folder, { stripe: stripe.url, secretsManager: aws.url });
  const fleet = async (...words: readonly string[]) => {
    const command = [process.execPath, join(CHECKOUT, "entry/plenigo-stripe.cjs"), "fleet", ...words];
    const figures = await measureProcess(command, { cwd: project, env });
    if (figures.code !== 0) throw new Error(`fleet ${words.join(" ")} ended with ${figures.code}`);
    return figures;
  };
  try {
    log(`Provisioning ${STACKS} stacks …`);
    makeProject(project, engine.standIns);
    sharePlugins(process.env, join(folder, "home"));
    for (const tenant of tenants)
      await makeStack(engine.pulumi, project, env, tenant.stack, fleetValues(tenant));
    await fleet("up", "--yes", "--parallel", "2");
    const runs: PreviewFigures[] = [];
    for (const parallel of [1, 2]) {
      log(`Previewing ${STACKS} stacks, ${parallel} at a time …`);
      runs.push({ parallel, ...(await fleet("preview", "--parallel", String(parallel))) });
    }
    return runs;
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

/** How many times the throughput of one stack after the other two at a time have. */
export function gainOf(runs: readonly PreviewFigures[]): number {
  const wallOf = (count: number) => runs.find(({ parallel }) => parallel === count)?.wallMs ?? Number.NaN;
  return wallOf(1) / wallOf(2);
}

/** The most that two cores can give: a run keeps more than one core busy by itself, since its processes start side by side. */
export function mostGainOf(runs: readonly PreviewFigures[]): number {
  const one = runs.find(({ parallel }) => parallel === 1);
  return one ? (2 * one.wallMs) / one.cpuMs : Number.NaN;
}

/** The figures as a table, with the verdict. */
export function previewFleetTable(runs: readonly PreviewFigures[]): string {
  const row = (label: string, cells: readonly string[]) =>
    [label.padEnd(32), ...cells.map((cell) => cell.padStart(14))].join("");
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const gain = gainOf(runs);
  return [
    row(`fleet preview, ${STACKS} stacks`, ["wall", "per stack", "CPU per stack", "memory"]),
    ...runs.map(({ parallel, wallMs, cpuMs, peakMb }) =>
      row(`  ${parallel} at a time`, [
        seconds(wallMs),
        seconds(wallMs / STACKS),
        seconds(cpuMs / STACKS),
        peakMb === undefined ? "-" : `${Math.round(peakMb)} MB`,
      ]),
    ),
    `two cores can give ${mostGainOf(runs).toFixed(2)} times at the most, by the CPU time of one after the other`,
    `throughput ${gain.toFixed(2)} times, at least ${MIN_GAIN} on two idle cores: ${gain >= MIN_GAIN ? "ok" : "missed"}`,
  ].join("\n");
}
