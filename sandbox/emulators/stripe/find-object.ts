import type { StripeCall } from "./backend";
import type { ModeState } from "./emulated-state";
import { noSuch } from "./stripe-refusal";

/**
 * The object that the call's path names, of the call's account and mode. Throws 404 `resource_missing`:
 * with the hint at the other mode if the same account has it there, without any hint if it is another
 * account's.
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
