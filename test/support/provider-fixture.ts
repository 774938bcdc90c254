import {
  type SecretsManagerEmulator,
  startSecretsManagerEmulator,
} from "../../sandbox/emulators/secrets-manager/secrets-manager-emulator";
import { fakeAccountId, fakeKey } from "../../sandbox/emulators/stripe/fake-keys";
import {
  type KeySeed,
  type StripeEmulator,
  startStripeEmulator,
} from "../../sandbox/emulators/stripe/stripe-emulator";
import { type ProviderCalls, type ProviderProcess, startProvider } from "./dynamic-provider";
import { openInProcess } from "./model/in-process-provider";
import { tenant } from "./tenant";

/** The tenant of the tests; what it declares is valid. */
export const acme = tenant();
/** Another Stripe account, with a key that works. */
export const other = {
  account: fakeAccountId("other"),
  key: fakeKey("sk", "test", "other", fakeAccountId("other")),
};

/** The emulator of the running test; knows both accounts. */
export let stripe: StripeEmulator;
/** The AWS of the running test; holds no secret at first. The access key `nobody` may not read any. */
export let aws: SecretsManagerEmulator;
/** The process that runs the provider for all tests of a file, and others for tests that want variables of their own. */
let shared: Promise<ProviderProcess> | undefined;
let others: ProviderProcess[] = [];

/**
 * Gives each test of a file emulators of its own, at the same addresses, and stops the processes of the provider at the
 * end.
 */
export function useProviders(): void {
  let ports: { stripe?: number; aws?: number } = {};

  beforeEach(async () => {
    const accounts = [
      { id: acme.accountId, keys: [{ key: acme.secretKey }] },
      { id: other.account, keys: [{ key: other.key }] },
    ];
    stripe = await startStripeEmulator({ accounts, port: ports.stripe });
    const denied = { nobody: ["secretsmanager:GetSecretValue"] };
    aws = await startSecretsManagerEmulator({ denied, port: ports.aws });
    ports = { stripe: Number(new URL(stripe.url).port), aws: Number(new URL(aws.url).port) };
  });

  afterEach(async () => {
    for (const { stop } of others) stop();
    others = [];
    await stripe.close();
    await aws.close();
  });

  afterAll(async () => {
    (await shared)?.stop();
  });
}

/** Where a provider finds the emulators of the running test. */
const addresses = () => ({
  STRIPE_API_BASE: stripe.url,
  PLENIGO_STRIPE_RETRY_BUDGET_MS: "600",
  AWS_ENDPOINT_URL: aws.url,
  AWS_ACCESS_KEY_ID: "deployer",
  AWS_SECRET_ACCESS_KEY: "emulated",
});

/**
 * The provider as a new process would run it; `config` changes the tenant's configuration. `env`: variables, for which
 * there is really a process of its own.
 */
export async function provider(
  config: Record<string, string> = {},
  env?: NodeJS.ProcessEnv,
): Promise<ProviderCalls> {
  const whole = { ...acme.config, ...config };
  if (env) {
    const own = await startProvider(whole, { ...addresses(), ...env });
    others.push(own);
    return own;
  }
  shared ??= startProvider(acme.config, addresses());
  return (await shared).session(whole);
}

/** Everything that the provider's processes have printed. */
export async function printed(): Promise<string> {
  return [await shared, ...others].map((running) => running?.output()).join("");
}

/** The provider's functions as a new process would run them, in this one: for rules, which need no process. */
export function ownProvider(config: Record<string, string> = {}, env: NodeJS.ProcessEnv = {}): ProviderCalls {
  jest.replaceProperty(process, "env", { ...process.env, ...addresses(), ...env });
  return openInProcess({ ...acme.config, ...config });
}

/** Configuration with another secret key. */
export const withKey = (key: string) => ({ "plenigo-stripe:stripeSecretKey": key });
/** Endpoints of the tenant's account in test mode. */
export const endpoints = () => stripe.endpoints(acme.accountId, "test");
/** Operations that wrote to Stripe so far. */
export const writes = () => stripe.calls.filter(({ isWrite }) => isWrite).map(({ operation }) => operation);
/** The only element of a list. */
export const only = <T>(list: readonly T[]): T => {
  expect(list).toHaveLength(1);
  return list[0] as T;
};

/** Checks and creates the tenant's endpoint. */
export async function provisioned(running: ProviderCalls) {
  const { inputs } = await running.check({}, acme.inputs);
  const created = await running.create(inputs);
  return { ...created, inputs };
}

/** Gives the tenant's account a restricted key. */
export function addKey(seed: Omit<KeySeed, "key">): string {
  const key = fakeKey("rk", "test", JSON.stringify(seed));
  stripe.addKey(acme.accountId, { key, ...seed });
  return key;
}
