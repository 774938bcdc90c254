import type { StripeCall } from "./backend";
import type { ModeState } from "./emulated-state";
import { type FormMap, optionalInteger, optionalText } from "./params";
import { invalidRequest, noSuch } from "./stripe-refusal";

/**
 * The object that the call's path names, of the call's account and mode. Throws 404 `resource_missing`: with the
 * hint at the other mode if the same account has it there, without any hint if it is another account's.
 */
export function findObject<T extends { id: string }>(
  call: StripeCall,
  noun: string,
  objectsOf: (world: ModeState) => readonly T[],
): T {
  const { account, mode, objectId, world } = call;
  const isIt = (item: T) => item.id === objectId;
  const object = objectsOf(world).find(isIt);
  if (object) return object;
  const other = mode === "live" ? "test" : "live";
  const isInOtherMode = objectsOf(account.modes[other]).some(isIt);
  const keyText = `a ${mode} mode key was used to make this request.`;
  const hint = `; a similar object exists in ${other} mode, but ${keyText}`;
  throw noSuch(noun, objectId, isInOtherMode ? hint : "");
}

/** The parameters of every list. */
export const pagingParams = ["limit", "starting_after"] as const;

/** Which part of a list is asked for; `limit` is 1 to 100, by default 10. */
export interface Page {
  readonly limit: number;
  readonly startingAfter?: string;
}

/** Stripe's list object. */
export interface StripeList {
  readonly object: "list";
  readonly data: unknown[];
  readonly has_more: boolean;
  readonly url: string;
}

/** Reads and checks the parameters of a list. Rules: docs.stripe.com/api/pagination */
export function readPage(params: FormMap): Page {
  const limit = optionalInteger(params, "limit") ?? 10;
  const startingAfter = optionalText(params, "starting_after");
  if (limit < 1)
    throw limitRefused(`This value must be greater than or equal to 1 (it currently is '${limit}').`);
  if (limit > 100)
    throw limitRefused(`This value must be less than or equal to 100 (it currently is '${limit}').`);
  return { limit, startingAfter };
}

/** The page of `oldestFirst`, newest first. `noun` names the objects in the error of an unknown cursor. */
export function listPage<T extends { id: string }>(
  oldestFirst: readonly T[],
  page: Page,
  list: { url: string; noun: string; show: (item: T) => unknown },
): StripeList {
  const items = oldestFirst.toReversed();
  const { limit, startingAfter } = page;
  const range = startingAfter ? items.slice(positionOf(items, startingAfter, list.noun) + 1) : items;
  const data = range.slice(0, limit);
  return { object: "list", data: data.map(list.show), has_more: range.length > data.length, url: list.url };
}

function positionOf(items: readonly { id: string }[], id: string, noun: string): number {
  const position = items.findIndex((item) => item.id === id);
  if (position >= 0) return position;
  throw invalidRequest(`No such ${noun}: '${id}'`, { code: "resource_missing", param: "starting_after" });
}

function limitRefused(message: string): Error {
  return invalidRequest(message, { code: "parameter_invalid_integer", param: "limit" });
}
