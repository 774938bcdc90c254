import type { KeySeed } from "./emulated-state";
import { maskKey } from "./mask-key";
import { StripeRefusal } from "./stripe-refusal";

/**
 * What a restricted key can be allowed; `_write` includes `_read`. In older texts each starts with `rak_`.
 */
export type KeyPermission = keyof typeof permissionNames;

/**
 * The names in Stripe's 403 text. That of webhooks is known (stripe-cli PR #2017), the others follow its
 * pattern.
 */
const permissionNames = {
  webhook_read: "Webhook Endpoints, Event Destinations Read",
  webhook_write: "Webhook Endpoints, Event Destinations Write",
  accounts_kyc_basic_read: "Account Basic Information Read",
  event_read: "Events Read",
  payment_intent_read: "PaymentIntents Read",
  payment_intent_write: "PaymentIntents Write",
};

/** Throws the 403 of a restricted key that lacks `needed`; its text names the permission and the account. */
export function requirePermission(key: KeySeed, needed: KeyPermission, accountId: string): void {
  if (!key.key.startsWith("rk_") || isAllowed(key.permissions ?? [], needed)) return;
  throw new StripeRefusal({
    status: 403,
    type: "invalid_request_error",
    code: "more_permissions_required",
    message:
      `Permission denied. The provided key '${maskKey(key.key)}' does not have the required ` +
      "permissions for this " +
      `endpoint on account '${accountId}'. Enabling ${permissionNames[needed]} ('${needed}') ` +
      "permissions on this " +
      "key would allow this request to continue. You can edit permissions at " +
      "https://dashboard.stripe.com/apikeys",
  });
}

function isAllowed(permissions: readonly KeyPermission[], needed: KeyPermission): boolean {
  const write = needed.replace(/_read$/, "_write") as KeyPermission;
  return permissions.includes(needed) || permissions.includes(write);
}
