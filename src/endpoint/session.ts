import { endpointsNamedBy, type NamedEndpoints } from "../aws/named-endpoints";
import { type AwsPlace, awsPlaceOf } from "../aws/place";
import { connectionSecretName } from "../environments";
import { UserError } from "../errors";
import { setSecretConfig, setStripeKey } from "../remedies";
import { type DeclaredAccount, proveAccount } from "../stripe/account-guard";
import {
  connectStripe,
  type EndpointsApi,
  type LabelledKey,
  type StripeEndpoint,
} from "../stripe/endpoints-api";
import { retryPolicy } from "../stripe/retry";
import type { EndpointInputs, SecretPlace } from "./endpoint-state";

/** What the provider process gets from Pulumi: the stack's configuration, by full names. */
export interface ProviderConfig {
  get(fullKey: string): string | undefined;
}

/**
 * What one provider process knows. Pulumi starts a process per run (and another for a refresh when the configuration
 * has changed), so nothing here outlives a run. Accounts are proved once a key; what the state holds is remembered,
 * since a create is not told of it.
 */
export interface Session {
  /** Stripe, with the managing key. @throws UserError `key-missing` */
  readonly api: () => EndpointsApi;
  /** Proves the managing key, and the key that is stored for plenigo, against the declared account. @throws UserError */
  readonly proveKeys: (declared: DeclaredAccount) => Promise<void>;
  /** Proves the managing key alone. @throws UserError */
  readonly proveManagingKey: (declared: DeclaredAccount) => Promise<void>;
  /** Lists the endpoints, and keeps the list for the check that follows a read. */
  readonly list: () => Promise<StripeEndpoint[]>;
  /** The list of the last read, once, else a new one; keeps it for the create that follows a check. */
  readonly listForCheck: () => Promise<StripeEndpoint[]>;
  /** The list of the last check, once; a new one if there is none. */
  readonly takeList: () => Promise<StripeEndpoint[]>;
  /** Generations of the endpoints that the state holds, by id, as far as Pulumi has told of them. */
  readonly held: Map<string, number>;
  /** The endpoints that the stack's connection secret names; AWS is asked once a run, and only when this is called. */
  readonly namedBySecret: (declared: SecretOwner) => Promise<NamedEndpoints>;
}

/** Whose connection secret is meant. */
export type SecretOwner = Pick<EndpointInputs, "environment" | "marks" | "secretPlace">;

type Env = Readonly<Record<string, string | undefined>>;

const sessions = new WeakMap<ProviderConfig, Session>();

/** The session that belongs to a process's configuration; made on first use. */
export function sessionOf(config: ProviderConfig): Session {
  const session = sessions.get(config) ?? openSession(config, process.env);
  sessions.set(config, session);
  return session;
}

/** The key that the provider works with: STRIPE_API_KEY, else stripeDeployKey, else stripeSecretKey. */
export function managingKey(config: ProviderConfig, env: Env): LabelledKey | undefined {
  const candidates: LabelledKey[] = [
    { label: "STRIPE_API_KEY", value: env.STRIPE_API_KEY?.trim() ?? "" },
    ...["stripeDeployKey", "stripeSecretKey"].map((label) => configKey(config, label)),
  ];
  return candidates.find(({ value }) => value);
}

/** The managing key, if there is one, and the key that is stored for plenigo where that is another one. */
export function keysInUse(config: ProviderConfig, env: Env): LabelledKey[] {
  const managing = managingKey(config, env);
  const stored = configKey(config, "stripeSecretKey");
  const all = managing ? [managing] : [];
  return stored.value && stored.value !== managing?.value ? [...all, stored] : all;
}

function configKey(config: ProviderConfig, label: string): LabelledKey {
  return { label, value: config.get(`plenigo-stripe:${label}`)?.trim() ?? "" };
}

/** Where the AWS resources of the run lie: as the stack's configuration says, unless the program has a provider of its own. */
function placeOf(config: ProviderConfig, place: SecretPlace | undefined): AwsPlace {
  const configured = awsPlaceOf((key) => config.get(key));
  return place ? { ...configured, region: place.region, allowedAccountIds: [place.accountId] } : configured;
}

function openSession(config: ProviderConfig, env: Env): Session {
  const keys = provableKeys(config, env);
  const named = new Map<string, Promise<NamedEndpoints>>();
  return {
    ...keys,
    ...listings(keys.api),
    namedBySecret: ({ environment, marks, secretPlace }) => {
      const name = connectionSecretName(environment, marks.plenigo_company_id);
      const answer = named.get(name) ?? endpointsNamedBy(name, placeOf(config, secretPlace));
      named.set(name, answer);
      return answer;
    },
    held: new Map(),
  };
}

/** Each key has one connection to Stripe, and is proved once. */
function provableKeys(
  config: ProviderConfig,
  env: Env,
): Pick<Session, "api" | "proveKeys" | "proveManagingKey"> {
  const policy = retryPolicy(env);
  const apis = new Map<string, EndpointsApi>();
  const proofs = new Map<string, Promise<void>>();

  function apiWith(key: LabelledKey): EndpointsApi {
    const api = apis.get(key.value) ?? connectStripe(key, env, policy);
    apis.set(key.value, api);
    return api;
  }
  function api(): EndpointsApi {
    const key = managingKey(config, env);
    if (key) return apiWith(key);
    throw new UserError({
      code: "key-missing",
      what: "there is no Stripe key to work with.",
      next: [setSecretConfig("stripeSecretKey"), setStripeKey("STRIPE_API_KEY")],
    });
  }
  function prove(key: LabelledKey, declared: DeclaredAccount): Promise<void> {
    const id = [key.value, declared.environment, declared.stripeAccountId].join(" ");
    const proof = proofs.get(id) ?? proveAccount(apiWith(key), declared);
    proofs.set(id, proof);
    proof.catch(() => proofs.delete(id));
    return proof;
  }
  const proveManagingKey = (declared: DeclaredAccount) => prove(api().key, declared);
  return {
    api,
    proveManagingKey,
    proveKeys: async (declared) => {
      await proveManagingKey(declared);
      const stored = configKey(config, "stripeSecretKey");
      if (stored.value) await prove(stored, declared);
    },
  };
}

/** A list serves the read that asked for it, the check after that, and the create after the check. */
function listings(api: () => EndpointsApi): Pick<Session, "list" | "listForCheck" | "takeList"> {
  let listing: Promise<StripeEndpoint[]> | undefined;
  let isOfRead = false;
  const list = () => {
    listing = api().list();
    isOfRead = true;
    return listing;
  };
  return {
    list,
    listForCheck: () => {
      const last = isOfRead && listing ? listing : list();
      isOfRead = false;
      return last;
    },
    takeList: () => {
      const last = listing ?? list();
      listing = undefined;
      return last;
    },
  };
}
