import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../../src/engine/run-command";
import { fullKeyOf } from "../../src/environments";
import type { EmulatedSecret } from "../emulators/secrets-manager/emulated-secret";
import type { AccountState } from "../emulators/stripe/emulated-state";
import { FOLDER } from "../sandbox-folder";
import { makeStack } from "../tenant-project";
import { BREAKAGES } from "./breakages";
import { checkpointFile, type FleetTemplate, readTemplate, sealed } from "./fleet-template";
import {
  asProvisioned,
  fleetTenant,
  fleetValues,
  type ProvisionedTenant,
  renamed,
  type TenantState,
} from "./fleet-tenant";

/** Most tenants that a fleet of the sandbox has. */
export const MAX_TENANTS = 5000;

/** Accounts of all tenants that a fleet can have. */
const FLEET_ACCOUNTS = () =>
  new Set(Array.from({ length: MAX_TENANTS }, (_, index) => fleetTenant(index + 1).accountId));

/** Provisions the fleet's first tenant with the real engine. `pulumi`: the engine's path; the emulators must be up. */
export async function provisionFirstTenant(pulumi: string, env: NodeJS.ProcessEnv): Promise<void> {
  const first = fleetTenant(1);
  if (!existsSync(join(FOLDER.project, `Pulumi.${first.stack}.yaml`)))
    await makeStack(pulumi, FOLDER.project, env, first.stack, fleetValues(first));
  const args = ["up", "--yes", "--skip-preview", "--stack", first.stack, "--non-interactive"];
  const { code, stdout, stderr } = await runCommand(pulumi, args, { cwd: FOLDER.project, env });
  if (code !== 0) throw new Error(`the first tenant could not be provisioned:\n${stdout}${stderr}`);
}

/**
 * Makes tenants 2 to `count` as copies of the first: stack files, Pulumi's states, and what the emulators hold. Running
 * emulators would write over it: call it when no session is open. Tenants beyond `count` go. `isBroken`: one tenant after
 * the other, from the second on, is broken in each way that the audit tells.
 * @returns what was broken, a line each
 */
export async function makeFleet(
  pulumi: string,
  env: NodeJS.ProcessEnv,
  { count, isBroken }: { readonly count: number; readonly isBroken: boolean },
): Promise<string[]> {
  const template = await readTemplate(pulumi, env);
  const copies = Array.from({ length: count - 1 }, (_, index) => asProvisioned(fleetTenant(index + 2)));
  removeStacksBeyond(count);
  for (const copy of copies) {
    writeFileSync(join(FOLDER.project, `Pulumi.${copy.stack}.yaml`), stackFile(copy, template));
    const checkpoint = renamed(template.checkpoint, template.tenant, copy);
    writeFileSync(checkpointFile(copy.stack), sealed(checkpoint, template.cipher), { mode: 0o600 });
  }
  const states = copies.map((copy) => copyOf(template, copy));
  const breakages = isBroken ? BREAKAGES.slice(0, copies.length) : [];
  for (const [index, { apply }] of breakages.entries()) apply(states[index] as TenantState);
  replaceTenants([template.state, ...states]);
  return breakages.map(({ name }, index) => `${copies[index]?.stack}: somebody ${name}`);
}

function stackFile(copy: ProvisionedTenant, { cipher, encryptionSalt }: FleetTemplate): string {
  const { plain, encrypted } = fleetValues(copy);
  const lines = [
    ...Object.entries(plain).map(([key, value]) => `  ${fullKeyOf(key)}: ${JSON.stringify(value)}`),
    ...Object.entries(encrypted).map(
      ([key, value]) => `  ${fullKeyOf(key)}:\n    secure: ${cipher.encrypt(value)}`,
    ),
  ];
  return `encryptionsalt: ${encryptionSalt}\nconfig:\n${lines.join("\n")}\n`;
}

/** The copies' signing secrets count as handed over, so that reports don't repeat it a thousand times. */
function copyOf({ state, tenant }: FleetTemplate, copy: ProvisionedTenant): TenantState {
  const copied: TenantState = JSON.parse(renamed(JSON.stringify(state), tenant, copy));
  for (const { metadata } of copied.account.modes.test.endpoints)
    metadata.plenigo_handed_over_at = new Date().toISOString();
  return copied;
}

function removeStacksBeyond(count: number): void {
  for (let number = count + 1; number <= MAX_TENANTS; number += 1) {
    const { stack } = fleetTenant(number);
    for (const path of [join(FOLDER.project, `Pulumi.${stack}.yaml`), checkpointFile(stack)])
      rmSync(path, { force: true });
  }
}

/** Puts the fleet's tenants into the emulators' state files in place of those that are there. */
function replaceTenants(states: readonly TenantState[]): void {
  const ofFleet = FLEET_ACCOUNTS();
  rewrite(FOLDER.stripeState, (file: { accounts: AccountState[] }) => {
    const others = file.accounts.filter(({ id }) => !ofFleet.has(id));
    file.accounts = [...others, ...states.map(({ account }) => account)];
  });
  rewrite(FOLDER.secretsManagerState, (file: { secrets: EmulatedSecret[] }) => {
    const others = file.secrets.filter(({ tags }) => !ofFleet.has(tags["stripe:account-id"] ?? ""));
    file.secrets = [...others, ...states.flatMap(({ secret }) => secret ?? [])];
  });
}

function rewrite<T>(path: string, change: (file: T) => void): void {
  const file = JSON.parse(readFileSync(path, "utf8")) as T;
  change(file);
  writeFileSync(path, JSON.stringify(file), { mode: 0o600 });
}
