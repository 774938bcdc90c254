/**
 * Stripe on a loopback port: webhook endpoints, the account, and what a delivery check needs of events and
 * PaymentIntents. For the sandbox and the tests; nothing in it reaches Stripe.
 *
 * Emulated
 * - `/v1/webhook_endpoints`: create, retrieve, update, list, delete. `/v1/account`. `/v1/events`: list.
 *   `/v1/payment_intents`: create, cancel.
 * - Accounts with a test and a live mode; secret, restricted and publishable keys; the permissions of restricted
 *   ones.
 * - Strict parameters, the rules of URLs and metadata, the limit of endpoints, paging, Stripe's errors and texts.
 * - Idempotency keys: saved answers for 24 hours, conflicts, and 500s that are saved too. No key is ever in flight:
 *   one request is answered before the next is looked at.
 * - Signed events, one attempt each at once, to a loopback address only; `retryDeliveries` is the next attempt.
 *
 * For tests: every call is recorded (`calls`), every change of an endpoint noted (`journal`), and calls can go wrong
 * (`faults`).
 *
 * Kinder than Stripe
 * - No rate limits: push a fault for a 429. No certificate check, no TLS, no disabling after days of failures.
 * - `api_version` is checked by its form, not by a list; every payload has the same shape whatever the version.
 * - Amounts below Stripe's minimum pass; payment method types are not checked.
 * - `account.updated` and other events that no request of these routes makes come from `emit` only.
 *
 * Stricter than Stripe
 * - Everything else is an unrecognized URL or an unknown parameter: /v2, Stripe Connect, organization keys, paying,
 *   single events, pages from behind, other filters of events and parameters of PaymentIntents.
 * - `expand` is taken and ignored.
 *
 * Not documented by Stripe, and decided here: the texts for http in live mode, for too many endpoints in live mode
 * and for wrong metadata keys; answers past the check of parameters (404 and the limit among them) are saved for
 * idempotency keys; an event keeps waiting for endpoints that are deleted or disabled.
 */
import { KNOWN_EVENTS } from "../../../src/endpoint/known-events";
import { type EmulatorServer, type EmulatorServerOptions, startEmulatorServer } from "../emulator-server";
import type { JournalEntry } from "../journal";
import type { Backend } from "./backend";
import {
  addEndpointByHand,
  changeEndpointByHand,
  changeKeyByHand,
  deleteEndpointByHand,
  type EndpointChanges,
  type EndpointSeed,
  emitByHand,
  redeliver,
} from "./by-hand";
import { Delivery } from "./delivery";
import type { AccountSeed, EmulatedEndpoint, EmulatedEvent, KeySeed } from "./emulated-state";
import { addEvent } from "./events";
import type { StripeMode } from "./fake-keys";
import { StateStore } from "./state-store";
import { StripeService, type WriteControl } from "./stripe-service";

export type { KeyPermission } from "./authentication";
export type { EndpointChanges, EndpointSeed } from "./by-hand";
export type { AccountSeed, EmulatedEndpoint, EmulatedEvent, KeySeed } from "./emulated-state";
export type { StripeMode } from "./fake-keys";

/** How an emulator starts. */
export interface StripeEmulatorOptions extends EmulatorServerOptions {
  /** Accounts at the start; each exists in both modes. */
  readonly accounts?: readonly AccountSeed[];
  /**
   * File that keeps the state between runs: written after every change, read at the start when it exists. Accounts
   * and keys that it lacks are added from `accounts`. Holds the fake keys and signing secrets.
   */
  readonly stateFile?: string;
  /** Endpoints per account and mode. Default 16. */
  readonly endpointLimit?: number;
  /** Milliseconds since 1970, for `created`, signatures and the age of saved answers. Default `Date.now`. */
  readonly now?: () => number;
  /**
   * Loopback base URL that stands for every callback host: events go to this base and the endpoint's path and
   * query. Without it nothing is sent. Another address throws.
   */
  readonly deliverTo?: string;
}

/** A running emulator. What is read is a copy; what is changed by hand is not recorded as a call. */
export interface StripeEmulator extends EmulatorServer {
  /** All endpoints of an account in one mode, oldest first, with their signing secrets. */
  endpoints(accountId: string, mode: StripeMode): EmulatedEndpoint[];
  /** What was done to endpoints, by requests and by hand, oldest first; no keys, no secrets. */
  journal(): JournalEntry[];
  /** All events of an account in one mode, oldest first. */
  events(accountId: string, mode: StripeMode): EmulatedEvent[];
  /** Throws if the emulator has the account or one of the keys already. */
  addAccount(seed: AccountSeed): void;
  addKey(accountId: string, seed: KeySeed): void;
  changeKey(key: string, changes: Partial<Omit<KeySeed, "key">>): void;
  /** From now on the key is refused as invalid. */
  revokeKey(key: string): void;
  /** As in the Dashboard, but without any check. */
  addEndpoint(accountId: string, mode: StripeMode, seed: EndpointSeed): EmulatedEndpoint;
  changeEndpoint(id: string, changes: Partial<EndpointChanges>): EmulatedEndpoint;
  deleteEndpoint(id: string): void;
  /** Makes an event that no request made, such as `account.updated` with the object as it is now. */
  emit(accountId: string, mode: StripeMode, type: string, object: unknown): EmulatedEvent;
  /** Resolves when no delivery is under way. */
  deliveriesSettled(): Promise<void>;
  /** One more attempt for everything that is still pending. */
  retryDeliveries(): Promise<void>;
  /** The next so many writes answer 500 without effect; their idempotency keys replay it. */
  breakWrites(times: number): void;
}

/**
 * Starts an emulator on a free port of 127.0.0.1. Throws if a seed doesn't look like Stripe's, if the state file is
 * not a state, or if `deliverTo` is not a loopback address.
 */
export async function startStripeEmulator(options: StripeEmulatorOptions = {}): Promise<StripeEmulator> {
  const now = options.now ?? Date.now;
  const store = new StateStore(options.accounts ?? [], options.stateFile);
  const delivery = new Delivery(options.deliverTo, now, () => store.save());
  const control: WriteControl = { breaking: 0 };
  const service = new StripeService(store, backendOf(options, now, delivery), control);
  const server = await startEmulatorServer(service, options);
  return {
    ...server,
    ...views(store),
    ...handles(store, now),
    emit: (accountId, mode, type, object) =>
      emitByHand(store, delivery, { accountId, mode }, { type, object, nowMs: now() }),
    deliveriesSettled: () => delivery.settled(),
    retryDeliveries: () => redeliver(store, delivery),
    breakWrites: (times) => {
      control.breaking = times;
    },
    close: async () => {
      await server.close();
      await delivery.close();
    },
  };
}

function backendOf(options: StripeEmulatorOptions, now: () => number, delivery: Delivery) {
  return {
    now,
    endpointLimit: options.endpointLimit ?? 16,
    eventNames: new Set(["*", ...KNOWN_EVENTS]),
    emit: ({ mode, requestId, idempotencyKey, world }, type, object) => {
      const request = { id: requestId, idempotency_key: idempotencyKey };
      const event = addEvent(world, { type, object, livemode: mode === "live", nowMs: now(), request });
      delivery.send(event, world);
      return event;
    },
  } satisfies Backend;
}

function views(store: StateStore) {
  return {
    journal: () => structuredClone([...store.journal]),
    endpoints: (accountId: string, mode: StripeMode) =>
      structuredClone(store.world(accountId, mode).endpoints),
    events: (accountId: string, mode: StripeMode) => structuredClone(store.world(accountId, mode).events),
  };
}

function handles(store: StateStore, now: () => number) {
  return {
    addAccount: (seed: AccountSeed) => store.addAccount(seed),
    addKey: (accountId: string, seed: KeySeed) => store.addKey(accountId, seed),
    changeKey: (key: string, changes: Partial<Omit<KeySeed, "key">>) => changeKeyByHand(store, key, changes),
    revokeKey: (key: string) => changeKeyByHand(store, key, { revoked: true }),
    addEndpoint: (accountId: string, mode: StripeMode, seed: EndpointSeed) =>
      addEndpointByHand(store, accountId, mode, seed, now()),
    changeEndpoint: (id: string, changes: Partial<EndpointChanges>) =>
      changeEndpointByHand(store, id, changes),
    deleteEndpoint: (id: string) => deleteEndpointByHand(store, id),
  };
}
