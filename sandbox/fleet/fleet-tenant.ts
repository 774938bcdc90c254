import { createHash } from "node:crypto";
import { callbackUrl } from "../../src/environments";
import type { EmulatedSecret } from "../emulators/secrets-manager/emulated-secret";
import type { AccountState } from "../emulators/stripe/emulated-state";
import { fakeAccountId, fakeKey, fakeSigningSecret } from "../emulators/stripe/fake-keys";
import type { AccountSeed } from "../emulators/stripe/stripe-emulator";
import { SAMPLE_AWS_ACCOUNT } from "../sample-tenant";
import type { TenantValues } from "../tenant-project";

/** Texts by which one tenant of the sandbox's fleet differs from the others; all on plenigo's stage system. */
export interface FleetTenant {
  readonly stack: string;
  readonly companyId: string;
  readonly accountId: string;
  readonly secretKey: string;
  readonly publishableKey: string;
}

/** The tenant of a number from 1: `t0001.stage` and so on. */
export function fleetTenant(number: number): FleetTenant {
  const label = `t${String(number).padStart(4, "0")}`;
  const accountId = fakeAccountId(label);
  return {
    stack: `${label}.stage`,
    companyId: `FLEET${label.toUpperCase()}`.padEnd(20, "0"),
    accountId,
    secretKey: fakeKey("sk", "test", label, accountId),
    publishableKey: fakeKey("pk", "test", label, accountId),
  };
}

/** Stripe account of the fleet's first tenant, which the real engine provisions. */
export function firstAccount(): AccountSeed {
  const { accountId, secretKey } = fleetTenant(1);
  return { id: accountId, keys: [{ key: secretKey }] };
}

/** Configuration of the tenant's stack. */
export function fleetValues({ companyId, accountId, publishableKey, secretKey }: FleetTenant): TenantValues {
  return {
    plain: {
      "aws:region": "eu-central-1",
      "aws:allowedAccountIds": [SAMPLE_AWS_ACCOUNT],
      companyId,
      stripeAccountId: accountId,
      stripePublishableKey: publishableKey,
    },
    encrypted: { stripeSecretKey: secretKey },
  };
}

/** What Stripe and AWS made up for a tenant. */
export interface ProvisionedTenant extends FleetTenant {
  /** `we_…` */
  readonly endpointId: string;
  readonly signingSecret: string;
  /** Last six characters of the connection secret's ARN. */
  readonly arnSuffix: string;
  /** Of the connection secret. */
  readonly versionId: string;
}

/** A tenant as if it had been provisioned; the same for the same tenant. */
export function asProvisioned(tenant: FleetTenant): ProvisionedTenant {
  const digest = createHash("sha256").update(tenant.companyId).digest("hex");
  return {
    ...tenant,
    endpointId: `we_1${digest.slice(0, 23)}`,
    signingSecret: fakeSigningSecret(tenant.companyId),
    arnSuffix: digest.slice(0, 6),
    versionId: digest.slice(0, 32),
  };
}

/** What the emulators hold of one tenant: its Stripe account and its connection secret. */
export interface TenantState {
  readonly account: AccountState;
  /** Missing when somebody has deleted it. */
  secret?: EmulatedSecret;
}

/** The connection secret's document, as consumers read it. */
export function documentOf({ secret }: TenantState): Record<string, string> {
  return JSON.parse(secret?.versions.at(-1)?.secretString ?? "{}");
}

/** Puts one tenant's texts in place of another's. */
export function renamed(text: string, from: ProvisionedTenant, to: ProvisionedTenant): string {
  const pairs: (readonly [string, string])[] = [
    [`/stripe-${from.arnSuffix}`, `/stripe-${to.arnSuffix}`],
    [callbackUrl("stage", from.companyId), callbackUrl("stage", to.companyId)],
    ...(
      [
        "stack",
        "companyId",
        "accountId",
        "secretKey",
        "publishableKey",
        "endpointId",
        "signingSecret",
        "versionId",
      ] as const
    ).map((name) => [from[name], to[name]] as const),
  ];
  return pairs.reduce((result, [old, next]) => result.replaceAll(old, next), text);
}
