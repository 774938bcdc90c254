import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startSecretsManagerEmulator } from "../sandbox/emulators/secrets-manager/secrets-manager-emulator";
import { startStripeEmulator } from "../sandbox/emulators/stripe/stripe-emulator";
import { serviceVariables, withVariables } from "../sandbox/environment";
import { asProvisioned, fleetTenant, fleetValues } from "../sandbox/fleet/fleet-tenant";
import { provisionedState } from "../sandbox/fleet/provisioned-state";
import { CHECKOUT } from "../sandbox/tenant-project";
import { fullKeyOf } from "../src/environments";
import type { Figure } from "./figures";
import { spreadOf } from "./statistics";

/** Emulators answer after so many ms, as Stripe and AWS do at best. */
const LATENCY_MS = 20;
/** Sizes of fleets; cost per tenant must be the same for all of them. */
export const SIZES = [100, 1000, 2000] as const;
const RUNS = 3;

/** One size of a fleet. */
export interface AuditFigures {
  readonly tenants: number;
  /** Wall time of the whole command, in ms; median of the runs. */
  readonly wallMs: number;
  /** Highest resident memory of the command, in MB. */
  readonly peakMb: number;
  readonly stripeCallsPerTenant: number;
  readonly awsCallsPerTenant: number;
}

/** Audits fleets of several sizes by the command line, as a pipeline does. `folder`: for files; is made and emptied. */
export async function measureAudits(folder: string, log: (line: string) => void): Promise<AuditFigures[]> {
  const figures: AuditFigures[] = [];
  for (const size of SIZES) {
    log(`Auditing ${size} tenants …`);
    figures.push(await measureAudit(join(folder, String(size)), size));
  }
  return figures;
}

async function measureAudit(folder: string, size: number): Promise<AuditFigures> {
  const tenants = Array.from({ length: size }, (_, index) => asProvisioned(fleetTenant(index + 1)));
  const states = tenants.map(provisionedState);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "Pulumi.yaml"), "name: plenigo-stripe\nruntime: nodejs\n");
  for (const tenant of tenants) writeFileSync(join(folder, `Pulumi.${tenant.stack}.yaml`), stackFile(tenant));
  const stateFile = (name: string, state: unknown) => {
    writeFileSync(join(folder, name), JSON.stringify(state));
    return { stateFile: join(folder, name), latencyMs: LATENCY_MS };
  };
  const accounts = states.map(({ account }) => account);
  const secrets = states.map(({ secret }) => secret);
  const stripe = await startStripeEmulator(stateFile("stripe.json", { version: 1, accounts }));
  const aws = await startSecretsManagerEmulator(stateFile("aws.json", { version: 1, secrets }));
  const env = withVariables(process.env, serviceVariables({ stripe: stripe.url, secretsManager: aws.url }));
  try {
    const runs: { wallMs: number; peakMb: number }[] = [];
    for (let run = 0; run < RUNS; run += 1) runs.push(await runAudit(folder, env));
    return {
      tenants: size,
      wallMs: spreadOf(runs.map(({ wallMs }) => wallMs)).median,
      peakMb: spreadOf(runs.map(({ peakMb }) => peakMb)).max,
      stripeCallsPerTenant: stripe.calls.length / RUNS / size,
      awsCallsPerTenant: aws.calls.length / RUNS / size,
    };
  } finally {
    await Promise.all([stripe.close(), aws.close()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

function stackFile(tenant: ReturnType<typeof fleetTenant>): string {
  const { plain, encrypted } = fleetValues(tenant);
  const lines = Object.entries(plain).map(([key, value]) => `  ${fullKeyOf(key)}: ${JSON.stringify(value)}`);
  // The audit decrypts nothing, so that any text will do.
  const secure = Object.keys(encrypted).map(
    (key) => `  ${fullKeyOf(key)}:\n    secure: v1:bm9uY2U=:Y2lwaGVy`,
  );
  return `encryptionsalt: v1:c2FsdA==:v1:bm9uY2U=:Y2lwaGVy\nconfig:\n${[...lines, ...secure].join("\n")}\n`;
}

async function runAudit(folder: string, env: NodeJS.ProcessEnv): Promise<{ wallMs: number; peakMb: number }> {
  const peakFile = join(folder, "peak");
  const args = ["--require", join(__dirname, "peak-memory.cjs"), join(CHECKOUT, "entry/plenigo-stripe.cjs")];
  const started = performance.now();
  const child = spawn(process.execPath, [...args, "fleet", "audit", "--json"], {
    cwd: folder,
    env: { ...env, PLENIGO_STRIPE_PEAK_FILE: peakFile },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`the audit of a sound fleet ended with ${code}`);
  return { wallMs: performance.now() - started, peakMb: Number(readFileSync(peakFile, "utf8")) / 1024 };
}

/** Limits of a thousand tenants; the one question whose credentials these are comes on top of the batches of 20. */
const MOST = { seconds: 5, megabytes: 300, stripeCalls: 2, awsCalls: 1 / 20 + 1 / 1000 } as const;

/** What comes of the audits; the limits are those of a thousand tenants. */
export function auditFigures(audits: readonly AuditFigures[]): Figure[] {
  return audits.flatMap(({ tenants, wallMs, peakMb, stripeCallsPerTenant, awsCallsPerTenant }): Figure[] => {
    const name = `fleet audit of ${tenants} tenants`;
    const time: Figure = { name, value: wallMs / 1000, unit: "s" };
    if (tenants !== 1000) return [time];
    return [
      { ...time, bound: { atMost: MOST.seconds } },
      { name: `${name}: memory`, value: peakMb, unit: "MB", bound: { atMost: MOST.megabytes } },
      {
        name: `${name}: Stripe, each`,
        value: stripeCallsPerTenant,
        unit: "calls",
        bound: { atMost: MOST.stripeCalls },
      },
      {
        name: `${name}: AWS, each`,
        value: awsCallsPerTenant,
        unit: "calls",
        bound: { atMost: MOST.awsCalls },
      },
    ];
  });
}
