import type { Backend, StripeCall } from "./backend";
import { listOf } from "./form";
import { asText, optionalBoolean, optionalText, required } from "./params";
import { invalidRequest } from "./stripe-refusal";
import { checkEndpointUrl } from "./url-rules";

/** Parameters of a create. `disabled` is not among them. */
export const createParams = ["url", "enabled_events", "api_version", "connect", "description", "metadata"];

/** Parameters of an update. `api_version` and `connect` are fixed at creation. */
export const updateParams = ["url", "enabled_events", "description", "metadata", "disabled"];

/** The URL, checked for the mode; undefined if absent. */
export function readUrl(call: StripeCall): string | undefined {
  const url = optionalText(call.params, "url");
  if (url !== undefined) checkEndpointUrl(url, call.mode);
  return url;
}

/** Event names in the caller's order; undefined if absent; throws for an empty list and for unknown names. */
export function readEnabledEvents(call: StripeCall, backend: Backend): string[] | undefined {
  const value = call.params.enabled_events;
  if (value === undefined) return undefined;
  const items = listOf(value);
  if (!items?.length) throw invalidRequest("Invalid array", { param: "enabled_events" });
  return items.map((item, index) => {
    const param = `enabled_events[${index}]`;
    const name = asText(item, param);
    if (backend.eventNames.has(name)) return name;
    const known = [...backend.eventNames].join(", ");
    throw invalidRequest(`Invalid ${param}: must be one of ${known}`, { param });
  });
}

/** The description; null for `""`, which unsets it; undefined if absent. */
export function readDescription(call: StripeCall): string | null | undefined {
  const description = optionalText(call.params, "description");
  return description === "" ? null : description;
}

/** A version such as `2026-10-28.endive`, or null for the account's; known versions are not listed here. */
export function readApiVersion(call: StripeCall): string | null {
  const version = optionalText(call.params, "api_version");
  if (version === undefined) return null;
  if (/^\d{4}-\d{2}-\d{2}(\.[a-z0-9_-]+)?$/.test(version)) return version;
  throw invalidRequest(`Invalid api_version: ${version}`, { param: "api_version" });
}

/** Whether the endpoint gets events of connected accounts. */
export function readConnect(call: StripeCall): boolean {
  return optionalBoolean(call.params, "connect") ?? false;
}

/** `value`, which was read from the parameter `name`; throws `parameter_missing` if there was none. */
export function needed<T>(call: StripeCall, name: string, value: T | undefined): T {
  if (value === undefined) required(call.params, name);
  return value as T;
}
