import type { Delivery } from "./delivery";
import type { EmulatedEndpoint, EmulatedEvent, KeySeed } from "./emulated-state";
import { addEvent } from "./events";
import type { StripeMode } from "./fake-keys";
import { newId, newSigningSecret } from "./ids";
import type { StateStore } from "./state-store";

/** What a new endpoint is made from; the rest gets Stripe's defaults. */
export type EndpointSeed = Pick<EmulatedEndpoint, "url" | "enabled_events"> & Partial<EndpointChanges>;

/** What can be changed by hand; another `secret` is what "Roll secret" in the Dashboard does. */
export type EndpointChanges = Pick<
  EmulatedEndpoint,
  "api_version" | "created" | "description" | "enabled_events" | "metadata" | "secret" | "status" | "url"
>;

/** Adds an endpoint as it is: neither the URL, nor the event names, nor the limit are checked. */
export function addEndpointByHand(
  store: StateStore,
  accountId: string,
  mode: StripeMode,
  seed: EndpointSeed,
  nowMs: number,
): EmulatedEndpoint {
  const endpoint: EmulatedEndpoint = {
    id: newId("we"),
    object: "webhook_endpoint",
    api_version: null,
    application: null,
    created: Math.floor(nowMs / 1000),
    description: null,
    livemode: mode === "live",
    metadata: {},
    secret: newSigningSecret(),
    status: "enabled",
    ...structuredClone(seed),
  };
  store.noting(accountId, mode, ({ endpoints }) => endpoints.push(endpoint));
  store.save();
  return structuredClone(endpoint);
}

/** Changes an endpoint; throws if there is none with that id. */
export function changeEndpointByHand(
  store: StateStore,
  id: string,
  changes: Partial<EndpointChanges>,
): EmulatedEndpoint {
  const { endpoint, accountId, mode } = store.endpoint(id);
  store.noting(accountId, mode, () => Object.assign(endpoint, structuredClone(changes)));
  store.save();
  return structuredClone(endpoint);
}

/** Deletes an endpoint; throws if there is none with that id. */
export function deleteEndpointByHand(store: StateStore, id: string): void {
  const { accountId, mode } = store.endpoint(id);
  store.noting(accountId, mode, (world) => {
    world.endpoints = world.endpoints.filter((endpoint) => endpoint.id !== id);
  });
  store.save();
}

/** Changes a key; throws if no account has it. */
export function changeKeyByHand(
  store: StateStore,
  key: string,
  changes: Partial<Omit<KeySeed, "key">>,
): void {
  Object.assign(store.key(key), structuredClone(changes));
  store.save();
}

/** Sends every event again that an endpoint has not taken yet, as Stripe's retries do. */
export async function redeliver(store: StateStore, delivery: Delivery): Promise<void> {
  for (const { modes } of store.accounts) {
    for (const world of Object.values(modes)) {
      for (const event of world.events) delivery.send(event, world);
    }
  }
  await delivery.settled();
}

/** An event that no request made, such as `account.updated`; delivered like every other. */
export function emitByHand(
  store: StateStore,
  delivery: Delivery,
  place: { accountId: string; mode: StripeMode },
  what: { type: string; object: unknown; nowMs: number },
): EmulatedEvent {
  const world = store.world(place.accountId, place.mode);
  const request = { id: null, idempotency_key: null };
  const event = addEvent(world, { ...what, livemode: place.mode === "live", request });
  store.save();
  delivery.send(event, world);
  return structuredClone(event);
}
