import { ACCOUNT_KEY, ORGANIZATION_KEY, SIGNING_SECRET, secretPrefixOf } from "../credential-forms";
import type { StripeMode } from "../environments";

/** Kinds of Stripe credentials that people mix up. A signing secret is not a key. */
export type KeyKind = "secret" | "restricted" | "publishable" | "organization" | "signing secret" | "unknown";

/** What a credential's form tells. `mode` is missing where the form does not say it. */
export interface KeyForm {
  readonly kind: KeyKind;
  readonly mode?: StripeMode;
}

const KINDS: Readonly<Record<string, KeyKind>> = { sk: "secret", rk: "restricted", pk: "publishable" };

/** Reads kind and mode off a credential. Stripe: docs.stripe.com/keys. */
export function keyForm(credential: string): KeyForm {
  const match = ACCOUNT_KEY.exec(credential);
  if (match) return { kind: KINDS[match[1] ?? ""] ?? "unknown", mode: match[2] as StripeMode };
  if (ORGANIZATION_KEY.test(credential)) return { kind: "organization" };
  return { kind: secretPrefixOf(credential) === "whsec_" ? "signing secret" : "unknown" };
}

const NAMES: Readonly<Record<KeyKind, string>> = {
  secret: "a secret key",
  restricted: "a restricted key",
  publishable: "a publishable key",
  organization: "an organization key",
  "signing secret": "a signing secret",
  unknown: "not a Stripe key",
};

/** A kind as messages go on after "is": `a restricted key`, `not a Stripe key`. */
export function nameOfKind(kind: KeyKind): string {
  return NAMES[kind];
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
