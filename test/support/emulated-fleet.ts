import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EmulatedSecret } from "../../sandbox/emulators/secrets-manager/emulated-secret";
import { startSecretsManagerEmulator } from "../../sandbox/emulators/secrets-manager/secrets-manager-emulator";
import { type AccountState, newAccount } from "../../sandbox/emulators/stripe/emulated-state";
import { fakeSigningSecret } from "../../sandbox/emulators/stripe/fake-keys";
import { startStripeEmulator } from "../../sandbox/emulators/stripe/stripe-emulator";
import { serviceVariables } from "../../sandbox/environment";
import type { TenantState } from "../../sandbox/fleet/tenant-state";
import { declaredSettings } from "../../src/endpoint/declared-settings";
import { settingsOf } from "../../src/endpoint/endpoint-state";
import { marksOf } from "../../src/endpoint/marks";
import { connectionSecretName } from "../../src/environments";
import { auditStacks } from "../../src/fleet/audit/audit";
import { readFleet } from "../../src/fleet/select";
import { connectionSecretText } from "../../src/secret/connection-secret";
import { folderWith, PROJECT, stackFileText } from "./project-folder";
import { AWS_ACCOUNT, type Tenant, tenant } from "./tenant";

/** A tenant's stack file and what the emulators hold of it, as `pulumi up` would leave them. */
export interface FleetTenant {
  readonly who: Tenant;
  readonly stack: string;
  stackFile: string;
  readonly state: TenantState;
}

/** A provisioned tenant `label` on stage; `lines` are added to its configuration. */
export function fleetTenant(label: string, ...lines: readonly string[]): FleetTenant {
  const who = tenant({ label });
  const stack = `${label}.stage`;
  const file = stackFileText(
    who.companyId,
    `plenigo-stripe:stripePublishableKey: ${who.publishableKey}`,
    ...lines,
  )
    .replace("acct_1000000000000000", who.accountId)
    .replace("stripeDeployKey", "stripeSecretKey");
  return { who, stack, stackFile: file, state: { account: accountOf(who, stack), secret: secretOf(who) } };
}

function accountOf(who: Tenant, stack: string): AccountState {
  const account = newAccount({ id: who.accountId, keys: [{ key: who.secretKey }] });
  const marks = marksOf("plenigo-stripe", stack, who.companyId, 1);
  const inputs = { ...who.inputs, ...declaredSettings({ environment: "stage" }), marks };
  const { url, enabledEvents, description, metadata } = settingsOf(inputs);
  account.modes.test.endpoints.push({
    id: endpointId(who),
    object: "webhook_endpoint",
    api_version: null,
    application: null,
    created: 1_700_000_000,
    description,
    enabled_events: [...enabledEvents],
    livemode: false,
    metadata: { ...metadata, plenigo_handed_over_at: "2026-11-01T00:00:00Z" },
    secret: fakeSigningSecret(who.companyId),
    status: "enabled",
    url,
  });
  return account;
}

function secretOf(who: Tenant): EmulatedSecret {
  const name = connectionSecretName("stage", who.companyId);
  const secretString = connectionSecretText({
    companyId: who.companyId,
    environment: "stage",
    schemaVersion: "1",
    stripeAccountId: who.accountId,
    stripePublishableKey: who.publishableKey,
    stripeSecretKey: who.secretKey,
    webhookEndpointId: endpointId(who),
    webhookSigningSecret: fakeSigningSecret(who.companyId),
    webhookUrl: who.inputs.url,
  });
  const createdDate = 1_700_000_000_000;
  return {
    name,
    arn: `arn:aws:secretsmanager:eu-central-1:${AWS_ACCOUNT}:secret:${name}-AbCdEf`,
    description: "",
    tags: {},
    createdDate,
    lastChangedDate: createdDate,
    versions: [{ versionId: "0".repeat(32), stages: ["AWSCURRENT"], secretString, createdDate }],
  };
}

/** Id of the tenant's endpoint. */
export function endpointId({ companyId }: Tenant): string {
  return `we_1${companyId}`;
}

/** How the emulators of a fleet start. */
export interface FleetOptions {
  /** Actions by access key id that IAM refuses. */
  readonly denied?: Readonly<Record<string, readonly string[]>>;
  /** Identity policies by access key id; this process is `sandbox`. */
  readonly policies?: Readonly<Record<string, readonly string[]>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** Both emulators with a fleet's state, the stack files in a folder, and this process's environment aimed at them. */
export async function emulatedFleet(
  tenants: readonly FleetTenant[],
  { denied, policies, env }: FleetOptions = {},
) {
  const files = Object.fromEntries(
    tenants.map(({ stack, stackFile }) => [`Pulumi.${stack}.yaml`, stackFile]),
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
