import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startSecretsManagerEmulator } from "../../sandbox/emulators/secrets-manager/secrets-manager-emulator";
import { startStripeEmulator } from "../../sandbox/emulators/stripe/stripe-emulator";
import { serviceVariables } from "../../sandbox/environment";
import type { TenantState } from "../../sandbox/fleet/fleet-tenant";
import { asProvisioned, type ProvisionedTenant } from "../../sandbox/fleet/fleet-tenant";
import { provisionedState } from "../../sandbox/fleet/provisioned-state";
import { auditStacks } from "../../src/commands/fleet/audit/audit";
import { readFleet } from "../../src/commands/fleet/select";
import { folderWith, PROJECT, stackFileText } from "./project-folder";
import { tenant } from "./tenant";

/** A tenant's stack file and what the emulators hold of it, as `pulumi up` would leave them. */
export interface TenantOfFleet {
  readonly who: ProvisionedTenant;
  stackFile: string;
  readonly state: TenantState;
}

/** A provisioned tenant `label` on stage; `lines` are added to its configuration. */
export function fleetTenant(label: string, ...lines: readonly string[]): TenantOfFleet {
  const who = asProvisioned({ ...tenant({ label }), stack: `${label}.stage` });
  const publishable = `plenigo-stripe:stripePublishableKey: ${who.publishableKey}`;
  const stackFile = stackFileText(who.companyId, publishable, ...lines)
    .replace("acct_1000000000000000", who.accountId)
    .replace("stripeDeployKey", "stripeSecretKey");
  return { who, stackFile, state: provisionedState(who) };
}

/** How the emulators of a fleet start. */
export interface FleetOptions {
  /** Actions by access key id that IAM refuses. */
  readonly denied?: Readonly<Record<string, readonly string[]>>;
  /** Identity policies by access key id; this process is `sandbox`. */
  readonly policies?: Readonly<Record<string, readonly string[]>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** What `emulatedFleet` gives. */
export type EmulatedFleet = Awaited<ReturnType<typeof emulatedFleet>>;

/** Both emulators with a fleet's state, the stack files in a folder, and this process's environment aimed at them. */
export async function emulatedFleet(
  tenants: readonly TenantOfFleet[],
  { denied, policies, env }: FleetOptions = {},
) {
  const files = Object.fromEntries(
    tenants.map(({ who, stackFile }) => [`Pulumi.${who.stack}.yaml`, stackFile]),
  );
  const folder = folderWith({ "Pulumi.yaml": PROJECT, ...files });
  const [stripeState, awsState] = [join(folder, "stripe.json"), join(folder, "aws.json")];
  const accounts = tenants.map(({ state }) => state.account);
  const secrets = tenants.flatMap(({ state }) => state.secret ?? []);
  writeFileSync(stripeState, JSON.stringify({ version: 1, accounts }));
  writeFileSync(awsState, JSON.stringify({ version: 1, secrets }));
  const stripe = await startStripeEmulator({ stateFile: stripeState });
  const aws = await startSecretsManagerEmulator({ stateFile: awsState, denied, policies });
  const addresses = serviceVariables({ stripe: stripe.url, secretsManager: aws.url });
  const variables = { ...addresses, PLENIGO_STRIPE_RETRY_BUDGET_MS: "20000", ...env };
  const before = { ...process.env };
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  return {
    folder,
    stripe,
    aws,
    /** Audits all stacks. */
    audit: () => {
      const fleet = readFleet(folder);
      return auditStacks(fleet, fleet.stacks, { env: process.env });
    },
    close: async () => {
      for (const name of Object.keys(variables)) delete process.env[name];
      Object.assign(process.env, before);
      await Promise.all([stripe.close(), aws.close()]);
    },
  };
}
