import type { FormMap } from "./form";
import { invalidRequest } from "./stripe-refusal";

/** Metadata of an object: at most 50 keys of at most 40 characters, values of at most 500. */
export type Metadata = Record<string, string>;

/**
 * Reads the `metadata` parameter into what is to change: `""` as the whole means "unset all" and gives
 * null, `""` as a value unsets its key. Undefined if absent. Throws Stripe's errors beyond the limits of
 * `Metadata`. Rules: docs.stripe.com/api/metadata
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
