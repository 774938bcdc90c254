/**
 * How Stripe's credentials look: the one place where it is written. Rules, schemas and the redaction are built from it.
 * Stripe: docs.stripe.com/keys, docs.stripe.com/keys/organization-api-keys.
 */
const FORMS = {
  /** An account's key: kind, mode. Publishable keys are public. */
  key: "(sk|rk|pk)_(test|live)_[A-Za-z0-9]+",
  /** Opens every account of an organization, with further headers. */
  organizationKey: "sk_org_[A-Za-z0-9_]+",
  signingSecret: "whsec_[A-Za-z0-9+/]{16,}=*",
  /** What every secret credential starts with; the last is a key of a sandbox that nobody has claimed yet. */
  secretPrefix: "(?:sk|rk)_(?:test|live)_|sk_org_(?:test_|live_)?|whsec_|rkcs_(?:test_|live_)?",
} as const;

/** One key of an account, the whole text; groups: kind, mode. */
export const ACCOUNT_KEY = whole(FORMS.key);
/** One publishable key, the whole text. */
export const PUBLISHABLE_KEY = /^pk_(?:test|live)_[A-Za-z0-9]+$/;
/** One secret or restricted key of an account, the whole text. */
export const MANAGING_KEY = /^[sr]k_(?:test|live)_[A-Za-z0-9]+$/;
/** One key of an organization, the whole text. */
export const ORGANIZATION_KEY = whole(FORMS.organizationKey);
/** One signing secret of an endpoint, the whole text. */
export const SIGNING_SECRET = whole(FORMS.signingSecret);

const SECRET_PREFIX = new RegExp(`^(?:${FORMS.secretPrefix})`);
/** Long enough that a placeholder such as `sk_test_…` or `whsec_xxx` in a text is none. */
const SECRET_WITHIN = new RegExp(`(?:${FORMS.secretPrefix})[A-Za-z0-9+/]{8}`);

/** Letters, what Stripe masks with, and `+`, `/` and `=` also as URLs and JSON escape them. */
const BODY = "(?:[A-Za-z0-9+/*.]|%2[BFbf]|\\\\+/|\\\\+u002[BFbf])+(?:=|%3[Dd]|\\\\+u003[Dd])*";
const SECRETS = new RegExp(`(${FORMS.secretPrefix})${BODY}`, "g");

/** What a secret credential starts with, such as `sk_live_`; empty where the text is none. */
export function secretPrefixOf(credential: string): string {
  return SECRET_PREFIX.exec(credential)?.[0] ?? "";
}

/** Whether a key or signing secret stands anywhere in a text. */
export function holdsSecret(text: string): boolean {
  return SECRET_WITHIN.test(text);
}

/** Takes keys and signing secrets out of a text of others (Stripe, AWS, the engine); leaves the prefix alone. */
export function redact(text: string): string {
  return text.replace(SECRETS, "$1[redacted]");
}

function whole(form: string): RegExp {
  return new RegExp(`^${form}$`);
}
