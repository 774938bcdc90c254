import type { Backend, Route, StripeCall } from "./backend";
import type { EmulatedEndpoint } from "./emulated-state";
import {
  createParams,
  mergeMetadata,
  needed,
  readApiVersion,
  readDescription,
  readEnabledEvents,
  readMetadata,
  readUrl,
  updateParams,
} from "./endpoint-params";
import { newId, newSigningSecret } from "./ids";
import { findObject, listPage, pagingParams, readPage } from "./objects";
import { optionalBoolean, refuseUnknown } from "./params";
import { invalidRequest } from "./stripe-refusal";

const path = "/v1/webhook_endpoints";

/** The five operations on webhook endpoints. Rules: docs.stripe.com/api/webhook_endpoints */
export const webhookEndpointRoutes: readonly Route[] = [
  { operation: `POST ${path}`, permission: "webhook_write", prepare: prepareCreate },
  { operation: `GET ${path}`, permission: "webhook_read", prepare: prepareList },
  { operation: `GET ${path}/{id}`, permission: "webhook_read", prepare: prepareRetrieve },
  { operation: `POST ${path}/{id}`, permission: "webhook_write", prepare: prepareUpdate },
  { operation: `DELETE ${path}/{id}`, permission: "webhook_write", prepare: prepareDelete },
];

function prepareCreate(call: StripeCall, backend: Backend): () => unknown {
  refuseUnknown(call.params, createParams);
  const url = needed(call, "url", readUrl(call));
  const enabledEvents = needed(call, "enabled_events", readEnabledEvents(call, backend));
  const description = readDescription(call) ?? null;
  const metadata = mergeMetadata({}, readMetadata(call.params));
  const apiVersion = readApiVersion(call);
  return () => {
    refuseBeyondLimit(call, backend.endpointLimit);
    const endpoint: EmulatedEndpoint = {
      id: newId("we"),
      object: "webhook_endpoint",
      api_version: apiVersion,
      application: null,
      created: Math.floor(backend.now() / 1000),
      description,
      enabled_events: enabledEvents,
      livemode: call.mode === "live",
      metadata,
      secret: newSigningSecret(),
      status: "enabled",
      url,
    };
    call.world.endpoints.push(endpoint);
    return call.key.hidesSigningSecret ? withoutSecret(endpoint) : endpoint;
  };
}

function prepareUpdate(call: StripeCall, backend: Backend): () => unknown {
  refuseUnknown(call.params, updateParams);
  const url = readUrl(call);
  const enabledEvents = readEnabledEvents(call, backend);
  const description = readDescription(call);
  const metadata = readMetadata(call.params);
  const isDisabled = optionalBoolean(call.params, "disabled");
  return () => {
    const endpoint = find(call);
    endpoint.metadata = mergeMetadata(endpoint.metadata, metadata);
    if (url !== undefined) endpoint.url = url;
    if (enabledEvents !== undefined) endpoint.enabled_events = enabledEvents;
    if (description !== undefined) endpoint.description = description;
    if (isDisabled !== undefined) endpoint.status = isDisabled ? "disabled" : "enabled";
    return withoutSecret(endpoint);
  };
}

function prepareRetrieve(call: StripeCall): () => unknown {
  refuseUnknown(call.params, []);
  return () => withoutSecret(find(call));
}

function prepareList(call: StripeCall): () => unknown {
  refuseUnknown(call.params, pagingParams);
  const page = readPage(call.params);
  const list = { url: path, noun: "webhook endpoint", show: withoutSecret };
  return () => listPage(call.world.endpoints, page, list);
}

function prepareDelete(call: StripeCall): () => unknown {
  refuseUnknown(call.params, []);
  return () => {
    const { id } = find(call);
    call.world.endpoints = call.world.endpoints.filter((endpoint) => endpoint.id !== id);
    return { id, object: "webhook_endpoint", deleted: true };
  };
}

function find(call: StripeCall): EmulatedEndpoint {
  return findObject(call, "webhook endpoint", (world) => world.endpoints);
}

function refuseBeyondLimit(call: StripeCall, limit: number): void {
  if (call.world.endpoints.length < limit) return;
  throw invalidRequest(`You have reached the maximum of ${limit} ${call.mode} webhook endpoints.`);
}

function withoutSecret({ secret: _, ...shown }: EmulatedEndpoint): Omit<EmulatedEndpoint, "secret"> {
  return shown;
}
