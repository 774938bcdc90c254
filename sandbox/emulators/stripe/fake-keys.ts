import { createHash } from "node:crypto";

/** Stripe's two worlds of one account. A key's prefix tells which one it opens. */
export type StripeMode = "test" | "live";

/** Secret, restricted and publishable keys. */
export type KeyKind = "sk" | "rk" | "pk";

/**
 * A key that looks like Stripe's, the same for the same arguments. Built at run time, so that no file holds a
 * literal that a secret scanner takes for a real key.
 *
 * With `accountId` it follows the "51 rule" of newer keys: `5` and the account's id without `acct_` come after the
 * prefix, 99 characters in all. Without it, it is an older key of 24 characters.
 */
export function fakeKey(kind: KeyKind, mode: StripeMode, label: string, accountId?: string): string {
  const seed = `key ${kind} ${mode} ${label}`;
  const start = accountId ? `5${accountId.slice("acct_".length)}` : "";
  return `${kind}_${mode}_${start}${alphanumeric(seed, (accountId ? 99 : 24) - start.length)}`;
}

/** A key of an organization that looks like Stripe's, the same for the same label; works nowhere here. */
export function fakeOrganizationKey(label: string): string {
  return `sk_org_live_${alphanumeric(`organization key ${label}`, 99)}`;
}

/** A signing secret that looks like Stripe's, the same for the same label: `whsec_` and 32 alphanumerics. */
export function fakeSigningSecret(label: string): string {
  return `whsec_${alphanumeric(`signing secret ${label}`, 32)}`;
}

/** An account id that looks like Stripe's, the same for the same label: `acct_1` and 15 alphanumerics. */
export function fakeAccountId(label: string): string {
  return `acct_1${alphanumeric(`account ${label}`, 15)}`;
}

function alphanumeric(seed: string, length: number): string {
  let text = "";
  for (let round = 0; text.length < length; round += 1) {
    text += createHash("sha512").update(`${seed} ${round}`).digest("base64").replace(/[+/=]/g, "");
  }
  return text.slice(0, length);
}
