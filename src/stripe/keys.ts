import type { StripeMode } from "../environments";

/** Kinds of Stripe credentials that people mix up. `whsec` is a signing secret, no key. */
export type KeyKind = "secret" | "restricted" | "publishable" | "signing secret" | "unknown";

/** What a credential's form tells. `mode` is missing where the form does not say it. */
export interface KeyForm {
  readonly kind: KeyKind;
  readonly mode?: StripeMode;
}

const KINDS: Readonly<Record<string, KeyKind>> = { sk: "secret", rk: "restricted", pk: "publishable" };
const KEY = /^(sk|rk|pk)_(test|live)_[A-Za-z0-9]+$/;
const SIGNING_SECRET = /^whsec_[A-Za-z0-9+/]{16,}=*$/;

/** Reads kind and mode off a credential. Stripe: docs.stripe.com/keys. */
export function keyForm(credential: string): KeyForm {
  const match = KEY.exec(credential);
  if (match) return { kind: KINDS[match[1] ?? ""] ?? "unknown", mode: match[2] as StripeMode };
  return { kind: credential.startsWith("whsec_") ? "signing secret" : "unknown" };
}

/** Whether the text has the form of an endpoint's signing secret. */
export function isSigningSecret(text: unknown): text is string {
  return typeof text === "string" && SIGNING_SECRET.test(text);
}

/**
 * Whether a newer key visibly belongs to another account: such keys go on with `5` and the account id's tail after
 * their prefix. Undocumented and absent in older keys, so good for a warning only.
 */
export function seemsOfOtherAccount(key: string, accountId: string): boolean {
  const body = key.split("_")[2] ?? "";
  const account = accountId.slice("acct_".length);
  return body.startsWith("51") && account.startsWith("1") && !body.startsWith(`5${account}`);
}
