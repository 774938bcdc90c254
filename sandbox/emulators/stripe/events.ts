import type { Backend, Route, StripeCall } from "./backend";
import type { EmulatedEvent, ModeState } from "./emulated-state";
import { newId } from "./ids";
import { listPage, pagingParams, readPage } from "./objects";
import { type FormMap, optionalBoolean, optionalInteger, optionalTexts, refuseUnknown } from "./params";
import { invalidRequest } from "./stripe-refusal";

/** The API version of accounts whose endpoints name none; that of stripe-node 23.1.0. */
export const accountApiVersion = "2026-10-28.endive";

const retentionSeconds = 30 * 24 * 3600;
const filterParams = ["created", "delivery_success", "types"];

/** Listing events; Stripe keeps them for 30 days. Rules: docs.stripe.com/api/events */
export const eventRoutes: readonly Route[] = [
  { operation: "GET /v1/events", permission: "event_read", prepare: prepareList },
];

/** What an event is made of, besides the world that it happens in. */
export interface EventSeed {
  readonly type: string;
  readonly object: unknown;
  readonly livemode: boolean;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** The request that made it; nulls for what people or Stripe did. */
  readonly request: EmulatedEvent["request"];
}

/** Adds an event that waits for each enabled endpoint of `world` that is subscribed to it. */
export function addEvent(world: ModeState, seed: EventSeed): EmulatedEvent {
  const subscribed = world.endpoints.filter(
    ({ enabled_events, status }) =>
      status === "enabled" && enabled_events.some((name) => name === "*" || name === seed.type),
  );
  const event: EmulatedEvent = {
    id: newId("evt"),
    type: seed.type,
    created: Math.floor(seed.nowMs / 1000),
    livemode: seed.livemode,
    object: structuredClone(seed.object),
    request: seed.request,
    awaiting: subscribed.map(({ id }) => id),
  };
  world.events.push(event);
  return event;
}

/** Stripe's event object, in the given API version or that of the account. */
export function eventObject(event: EmulatedEvent, apiVersion: string | null = null): Record<string, unknown> {
  return {
    id: event.id,
    object: "event",
    api_version: apiVersion ?? accountApiVersion,
    created: event.created,
    data: { object: event.object },
    livemode: event.livemode,
    pending_webhooks: event.awaiting.length,
    request: event.request,
    type: event.type,
  };
}

function prepareList(call: StripeCall, backend: Backend): () => unknown {
  refuseUnknown(call.params, [...pagingParams, ...filterParams]);
  const page = readPage(call.params);
  const filters = [typeFilter(call.params), createdFilter(call.params), deliveryFilter(call.params)];
  const list = { url: "/v1/events", noun: "event", show: (event: EmulatedEvent) => eventObject(event) };
  return () => {
    const events = kept(call.world, backend).filter((event) => filters.every((passes) => passes(event)));
    return listPage(events, page, list);
  };
}

type Filter = (event: EmulatedEvent) => boolean;

function typeFilter(params: FormMap): Filter {
  const types = optionalTexts(params, "types");
  return ({ type }) => types === undefined || types.includes(type);
}

function createdFilter({ created }: FormMap): Filter {
  if (created === undefined) return () => true;
  if (typeof created === "string") throw invalidRequest("Invalid hash", { param: "created" });
  refuseUnknown(created, ["gte"]);
  const oldest = optionalInteger(created, "gte") ?? 0;
  return (event) => event.created >= oldest;
}

function deliveryFilter(params: FormMap): Filter {
  const wanted = optionalBoolean(params, "delivery_success");
  return (event) => wanted === undefined || wanted === (event.awaiting.length === 0);
}

function kept(world: ModeState, backend: Backend): EmulatedEvent[] {
  const oldest = backend.now() / 1000 - retentionSeconds;
  return world.events.filter(({ created }) => created >= oldest);
}
