import type { KeyPermission } from "./authentication";
import type { AccountState, EmulatedEvent, KeySeed, ModeState } from "./emulated-state";
import type { StripeMode } from "./fake-keys";
import type { FormMap } from "./params";

/** A request whose key was accepted: who calls, for what. */
export interface StripeCall {
  readonly account: AccountState;
  readonly mode: StripeMode;
  /** What the account holds in this mode. */
  readonly world: ModeState;
  readonly key: KeySeed;
  readonly params: FormMap;
  /** The id in the path, or "" where there is none. */
  readonly objectId: string;
  readonly requestId: string;
  readonly idempotencyKey: string | null;
  /** `User-Agent` of the request. */
  readonly agent: string | undefined;
}

/** What the routes work with besides the call. */
export interface Backend {
  /** Milliseconds since 1970. */
  now(): number;
  /** Endpoints per account and mode. */
  readonly endpointLimit: number;
  /** Names that `enabled_events` takes. */
  readonly eventNames: ReadonlySet<string>;
  /** Makes an event of the call's account and mode and has it delivered. */
  emit(call: StripeCall, type: string, object: unknown): EmulatedEvent;
}

/** An operation of Stripe's API. */
export interface Route {
  /** Method and path, `GET /v1/webhook_endpoints/{id}`; also the name in recordings. */
  readonly operation: string;
  /** What a restricted key needs. */
  readonly permission: KeyPermission;
  /**
   * Checks the parameters and returns the rest of the work, which gives the answer. Both may throw a
   * `StripeRefusal`; only one of the rest is kept for an idempotency key, as at Stripe.
   */
  prepare(call: StripeCall, backend: Backend): () => unknown;
}
