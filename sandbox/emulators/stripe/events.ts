import type { Backend, Route, StripeCall } from "./backend";
import type { EmulatedEvent, ModeState } from "./emulated-state";
import { newId } from "./ids";
import { findObject, listPage, pagingParams, readPage } from "./objects";
import {
  asText,
  type FormMap,
  listOf,
  optionalBoolean,
  optionalInteger,
  optionalText,
  optionalTexts,
  refuseUnknown,
} from "./params";
import { invalidRequest } from "./stripe-refusal";

/** The API version of accounts whose endpoints name none; that of stripe-node 23.1.0. */
export const accountApiVersion = "2026-10-28.endive";

const retentionSeconds = 30 * 24 * 3600;
const filterParams = ["created", "delivery_success", "type", "types"];

/** Reading events; Stripe keeps them for 30 days. Rules: docs.stripe.com/api/events */
export const eventRoutes: readonly Route[] = [
  { operation: "GET /v1/events", permission: "event_read", prepare: prepareList },
  { operation: "GET /v1/events/{id}", permission: "event_read", prepare: prepareRetrieve },
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
    ({ application, enabled_events, status }) =>
      status === "enabled" &&
      !application &&
      enabled_events.some((name) => name === "*" || name === seed.type),
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

function prepareRetrieve(call: StripeCall, backend: Backend): () => unknown {
  refuseUnknown(call.params, []);
  return () => eventObject(findObject(call, "event", (world) => kept(world, backend)));
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
  const type = optionalText(params, "type");
  const types = optionalTexts(params, "types") ?? (type === undefined ? ["*"] : [type]);
  if (type !== undefined && params.types !== undefined) {
    throw invalidRequest("You may only specify one of these parameters: type, types.", { param: "types" });
  }
  return (event) =>
    types.some((name) =>
      name.endsWith("*") ? event.type.startsWith(name.slice(0, -1)) : event.type === name,
    );
}

function createdFilter(params: FormMap): Filter {
  const { created } = params;
  if (created === undefined) return () => true;
  if (typeof created === "string") {
    const second = optionalInteger(params, "created");
    return (event) => event.created === second;
  }
  if (listOf(created)?.length) throw invalidRequest("Invalid hash", { param: "created" });
  refuseUnknown(created, ["gt", "gte", "lt", "lte"]);
  for (const [name, value] of Object.entries(created)) asText(value, `created[${name}]`);
  const [gt, gte, lt, lte] = ["gt", "gte", "lt", "lte"].map((name) => optionalInteger(created, name));
  return ({ created: at }) =>
    at > (gt ?? -1) && at >= (gte ?? 0) && at < (lt ?? Number.POSITIVE_INFINITY) && at <= (lte ?? at);
}

function deliveryFilter(params: FormMap): Filter {
  const wanted = optionalBoolean(params, "delivery_success");
  return (event) => wanted === undefined || wanted === (event.awaiting.length === 0);
}

function kept(world: ModeState, backend: Backend): EmulatedEvent[] {
  const oldest = backend.now() / 1000 - retentionSeconds;
  return world.events.filter(({ created }) => created >= oldest);
}
