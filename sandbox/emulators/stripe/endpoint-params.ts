import { BlockList, isIP } from "node:net";
import type { Backend, StripeCall } from "./backend";
import type { Metadata } from "./emulated-state";
import type { StripeMode } from "./fake-keys";
import { asText, type FormMap, listOf, optionalText, refuseEmpty, required } from "./params";
import { invalidRequest } from "./stripe-refusal";

/** Parameters of a create. `disabled` is not among them. */
export const createParams = ["url", "enabled_events", "api_version", "description", "metadata"];

/** Parameters of an update. `api_version` is fixed at creation. */
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

/** `value`, which was read from the parameter `name`; throws `parameter_missing` if there was none. */
export function needed<T>(call: StripeCall, name: string, value: T | undefined): T {
  if (value === undefined) required(call.params, name);
  return value as T;
}

/**
 * Reads the `metadata` parameter into what is to change: `""` as the whole means "unset all" and gives null, `""`
 * as a value unsets its key. Undefined if absent. Throws Stripe's errors beyond the limits of `Metadata`. Rules:
 * docs.stripe.com/api/metadata
 */
export function readMetadata(params: FormMap): Metadata | null | undefined {
  const value = params.metadata;
  if (value === undefined) return undefined;
  if (value === "") return null;
  if (typeof value === "string") throw invalidRequest("Invalid hash", { param: "metadata" });
  const entries = Object.entries(value).map(([key, text]) => [key, checkedValue(key, text)]);
  return Object.fromEntries(entries) as Metadata;
}

/** `current` with `changes` merged in, as an update does; throws if more than 50 keys are left. */
export function mergeMetadata(current: Metadata, changes: Metadata | null | undefined): Metadata {
  if (changes === undefined) return current;
  if (changes === null) return {};
  const merged = Object.entries({ ...current, ...changes }).filter(([, value]) => value !== "");
  if (merged.length <= 50) return Object.fromEntries(merged);
  throw invalidRequest(`Metadata can only have up to 50 keys, but there would be ${merged.length}.`, {
    param: "metadata",
  });
}

function checkedValue(key: string, value: unknown): string {
  const param = `metadata[${key}]`;
  if (key.length > 40) {
    const text = "Metadata keys can have up to 40 characters, but you passed in a key that is";
    throw invalidRequest(`${text} ${key.length} characters. Invalid key: ${key}`, { param: "metadata" });
  }
  if (/[[\]]/.test(key)) throw invalidRequest("Metadata keys can't contain square brackets.", { param });
  if (typeof value !== "string") throw invalidRequest("Metadata values must be strings.", { param });
  if (value.length <= 500) return value;
  const text = "Metadata values can have up to 500 characters, but you passed in a value that is";
  throw invalidRequest(`${text} ${value.length} characters. Invalid value: ${value.slice(0, 20)}...`, {
    param,
  });
}

const privateAddresses = privateRanges();

/**
 * Throws Stripe's errors for an endpoint's URL: a scheme is needed, the host must be public, live mode takes https
 * only. It is never asked whether anyone answers there. Rules: docs.stripe.com/webhooks
 */
function checkEndpointUrl(url: string, mode: StripeMode): void {
  refuseEmpty(url, "url");
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(url)) {
    throw urlInvalid("Invalid URL: An explicit scheme (such as https) must be provided.");
  }
  if (!URL.canParse(url)) throw urlInvalid("Not a valid URL");
  const { protocol, hostname } = new URL(url);
  if (protocol !== "https:" && protocol !== "http:") throw urlInvalid("Not a valid URL");
  if (!isPublicHost(hostname)) {
    throw urlInvalid(
      "Invalid URL: URL must be publicly accessible. Consider using a tool like the Stripe CLI to test " +
        "webhooks locally: https://github.com/stripe/stripe-cli",
    );
  }
  if (mode === "live" && protocol === "http:") {
    throw urlInvalid("Invalid URL: Webhook URLs in live mode must use HTTPS.");
  }
}

function urlInvalid(message: string): Error {
  return invalidRequest(message, { code: "url_invalid", param: "url" });
}

function isPublicHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  const family = isIP(host);
  if (family) return !privateAddresses.check(host, family === 4 ? "ipv4" : "ipv6");
  return host.includes(".") && !/\.(local|localhost|internal|home\.arpa)$/i.test(host);
}

function privateRanges(): BlockList {
  const list = new BlockList();
  for (const [net, bits] of [
    ["0.0.0.0", 8],
    ["10.0.0.0", 8],
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
    ["169.254.0.0", 16],
    ["172.16.0.0", 12],
    ["192.168.0.0", 16],
  ] as const) {
    list.addSubnet(net, bits, "ipv4");
  }
  list.addSubnet("::", 127, "ipv6");
  list.addSubnet("fc00::", 7, "ipv6");
  list.addSubnet("fe80::", 10, "ipv6");
  return list;
}
