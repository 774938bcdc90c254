import type { IncomingHttpHeaders } from "node:http";
import type { AccountState, KeySeed } from "./emulated-state";
import type { StripeMode } from "./fake-keys";
import { invalidRequest, StripeRefusal } from "./stripe-refusal";

/** Who calls: the account, the mode that the key opens, and the key itself. */
export interface Caller {
  readonly account: AccountState;
  readonly mode: StripeMode;
  readonly key: KeySeed;
}

/**
 * Finds the caller by bearer or basic authentication. Throws Stripe's 401 for a missing, unknown, revoked or
 * expired key, and its 403 for a publishable key and for a `Stripe-Account` header that names another account.
 */
export function authenticate(headers: IncomingHttpHeaders, accounts: readonly AccountState[]): Caller {
  const text = keyOf(headers.authorization);
  if (!text) throw unauthorized(noKeyMessage);
  const account = accounts.find(({ keys }) => keys.some(({ key }) => key === text));
  const key = account?.keys.find((candidate) => candidate.key === text);
  if (!account || !key || key.revoked) throw unauthorized(`Invalid API Key provided: ${maskKey(text)}`);
  if (key.expired) throw unauthorized(`Expired API Key provided: ${maskKey(text)}`, "api_key_expired");
  if (text.startsWith("pk_")) throw secretKeyRequired();
  const onBehalfOf = headers["stripe-account"];
  if (onBehalfOf && onBehalfOf !== account.id) throw noAccess(key, String(onBehalfOf));
  return { account, mode: modeOfKey(text), key };
}

/** The mode in a key's prefix. */
function modeOfKey(key: string): StripeMode {
  return key.split("_")[1] === "live" ? "live" : "test";
}

/** The 403 to a key that asks for another account: Stripe Connect is not emulated. */
function noAccess(key: KeySeed, accountId: string): StripeRefusal {
  return invalidRequest(
    `The provided key '${maskKey(key.key)}' does not have access to account '${accountId}' (or that ` +
      "account does not exist). Application access may have been revoked.",
    { status: 403, code: "account_invalid" },
  );
}

const noKeyMessage =
  "You did not provide an API key. You need to provide your API key in the Authorization header, using " +
  "Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See " +
  "https://stripe.com/docs/api#authentication for details, or we can help at " +
  "https://support.stripe.com/.";

function keyOf(authorization: string | undefined): string | undefined {
  const [scheme, value = ""] = (authorization ?? "").split(/\s+/);
  if (/^bearer$/i.test(scheme ?? "")) return value;
  if (/^basic$/i.test(scheme ?? "")) return Buffer.from(value, "base64").toString("utf8").split(":")[0];
  return undefined;
}

function unauthorized(message: string, code?: string): StripeRefusal {
  return invalidRequest(message, { status: 401, code });
}

function secretKeyRequired(): StripeRefusal {
  return invalidRequest(
    "This API call cannot be made with a publishable API key. Please use a secret API key. You can find " +
      "a list of your API keys at https://dashboard.stripe.com/account/apikeys.",
    { status: 403, code: "secret_key_required" },
  );
}

/** What a restricted key can be allowed; `_write` includes `_read`. In older texts each starts with `rak_`. */
export type KeyPermission = keyof typeof permissionNames;

/** The names in Stripe's 403 text. That of webhooks is known (stripe-cli PR #2017), the others follow its pattern. */
const permissionNames = {
  webhook_read: "Webhook Endpoints, Event Destinations Read",
  webhook_write: "Webhook Endpoints, Event Destinations Write",
  accounts_kyc_basic_read: "Account Basic Information Read",
  event_read: "Events Read",
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
      `Permission denied. The provided key '${maskKey(key.key)}' does not have the required permissions ` +
      `for this endpoint on account '${accountId}'. Enabling ${permissionNames[needed]} ('${needed}') ` +
      "permissions on this key would allow this request to continue. You can edit permissions at " +
      "https://dashboard.stripe.com/apikeys",
  });
}

function isAllowed(permissions: readonly KeyPermission[], needed: KeyPermission): boolean {
  const write = needed.replace(/_read$/, "_write") as KeyPermission;
  return permissions.includes(needed) || permissions.includes(write);
}

/** A key as Stripe's messages show it: prefix and last four characters stay, `sk_test_****1234`. */
function maskKey(key: string): string {
  const prefix = /^(?:sk|rk|pk)_(?:test|live)_/.exec(key)?.[0] ?? "";
  const rest = key.slice(prefix.length);
  return `${prefix}${"*".repeat(Math.max(rest.length - 4, 4))}${rest.length > 8 ? rest.slice(-4) : ""}`;
}
