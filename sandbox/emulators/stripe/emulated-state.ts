import type { KeyPermission } from "./authentication";
import type { StripeMode } from "./fake-keys";

/** Metadata of an object: at most 50 keys of at most 40 characters, values of at most 500. */
export type Metadata = Record<string, string>;

/** A key of an account. Its mode is in its prefix. */
export interface KeySeed {
  key: string;
  /** What a restricted key (`rk_`) may do, by default nothing; a secret key may do everything. */
  permissions?: KeyPermission[];
  /** Refused like a key that never was. */
  revoked?: boolean;
  /** Refused with `api_key_expired`. */
  expired?: boolean;
  /** Creates answer without `secret`, as one report says of restricted keys (mako-ai/mako PR #544). */
  hidesSigningSecret?: boolean;
}

/** An account, `acct_…`, with its keys of both modes. */
export interface AccountSeed {
  id: string;
  keys: KeySeed[];
}

/** A webhook endpoint: the fields of Stripe's object, and the signing secret that Stripe shows on create only. */
export interface EmulatedEndpoint {
  id: string;
  object: "webhook_endpoint";
  /** Fixed at creation; null follows the account. */
  api_version: string | null;
  /** No endpoint here gets the events of connected accounts. */
  application: null;
  /** Seconds since 1970. */
  created: number;
  description: string | null;
  /** In the caller's order. */
  enabled_events: string[];
  livemode: boolean;
  metadata: Metadata;
  status: "enabled" | "disabled";
  url: string;
  /** `whsec_…` */
  secret: string;
}

/** An event; `pending_webhooks` of Stripe's object is the length of `awaiting`. */
export interface EmulatedEvent {
  id: string;
  type: string;
  /** Seconds since 1970. */
  created: number;
  livemode: boolean;
  /** The object as it was then. */
  object: unknown;
  request: { id: string | null; idempotency_key: string | null };
  /** Ids of the endpoints that have not taken it yet. */
  awaiting: string[];
}

/** A PaymentIntent, as far as `verify` needs it. */
export interface EmulatedPaymentIntent extends Record<string, unknown> {
  id: string;
  status: "requires_payment_method" | "canceled";
}

/** The first answer to an idempotency key, kept for 24 hours. */
export interface SavedAnswer {
  key: string;
  /** Method and path. */
  target: string;
  /** Parameters in the canonical form. */
  params: string;
  requestId: string;
  status: number;
  body: string;
  /** Milliseconds since 1970. */
  savedAt: number;
}

/** What an account holds in one mode, everything oldest first. */
export interface ModeState {
  endpoints: EmulatedEndpoint[];
  events: EmulatedEvent[];
  paymentIntents: EmulatedPaymentIntent[];
  answers: SavedAnswer[];
}

/** An account with all that it holds. */
export interface AccountState extends AccountSeed {
  modes: Record<StripeMode, ModeState>;
}

/** A new account, empty in both modes; throws if the id or a key doesn't look like Stripe's. */
export function newAccount(seed: AccountSeed): AccountState {
  if (!/^acct_[A-Za-z0-9]+$/.test(seed.id)) throw new Error(`Not an account id: ${seed.id}`);
  return { id: seed.id, keys: seed.keys.map(checkedKey), modes: { test: emptyMode(), live: emptyMode() } };
}

/** A copy of `seed`; throws if the key has no prefix that tells kind and mode. */
export function checkedKey(seed: KeySeed): KeySeed {
  if (!/^(sk|rk|pk)_(test|live)_\w+$/.test(seed.key)) {
    throw new Error("A key of the emulator must start like sk_test_, rk_live_ or pk_test_");
  }
  return structuredClone(seed);
}

function emptyMode(): ModeState {
  return { endpoints: [], events: [], paymentIntents: [], answers: [] };
}
