import * as v from "valibot";
import { MANAGING_KEY, PUBLISHABLE_KEY, SIGNING_SECRET } from "../credential-forms";
import { ENVIRONMENTS, type Environment } from "../environments";

/** The connection secret: the JSON document in AWS Secrets Manager that holds what plenigo needs of one Stripe account. */
export interface ConnectionSecret {
  /** plenigo company id. */
  readonly companyId: string;
  readonly environment: Environment;
  readonly schemaVersion: "1";
  /** `acct_…` */
  readonly stripeAccountId: string;
  /** `pk_…`; missing, like the secret key, where the account is linked by Stripe Connect. */
  readonly stripePublishableKey?: string | undefined;
  /** `sk_…` or `rk_…` */
  readonly stripeSecretKey?: string | undefined;
  /** `we_…` */
  readonly webhookEndpointId: string;
  /** `whsec_…` */
  readonly webhookSigningSecret: string;
  readonly webhookUrl: string;
  /** `we_…`; only while a previous endpoint exists: events may be signed with either secret then. */
  readonly previousWebhookEndpointId?: string | undefined;
  readonly previousWebhookSigningSecret?: string | undefined;
}

const text = v.string("is not a text");
const key = (form: RegExp) => v.pipe(text, v.regex(form, "is not a key of this kind"));
const id = (prefix: string) => v.pipe(text, v.startsWith(prefix, `does not start with ${prefix}`));
const signingSecret = v.pipe(text, v.regex(SIGNING_SECRET, "is not a signing secret"));

/** Each check has a message of its own: valibot's would repeat the value. */
const DOCUMENT: v.GenericSchema<unknown, ConnectionSecret> = v.object(
  {
    companyId: v.pipe(text, v.minLength(1, "is empty")),
    environment: v.picklist(ENVIRONMENTS, "is neither stage nor live"),
    schemaVersion: v.literal("1", "is not 1"),
    stripeAccountId: id("acct_"),
    stripePublishableKey: v.optional(key(PUBLISHABLE_KEY)),
    stripeSecretKey: v.optional(key(MANAGING_KEY)),
    webhookEndpointId: id("we_"),
    webhookSigningSecret: signingSecret,
    webhookUrl: v.pipe(text, v.url("is not a URL")),
    previousWebhookEndpointId: v.optional(id("we_")),
    previousWebhookSigningSecret: v.optional(signingSecret),
  },
  ({ path }) => (path ? "is missing" : "is not an object"),
);

/** What is wrong with a document; it holds no value of it. */
export class ConnectionSecretError extends Error {
  override readonly name = "ConnectionSecretError";

  /** @param issues the keys that are missing or malformed, each with what is wrong; an empty path is the whole document */
  constructor(readonly issues: readonly { readonly path: readonly string[]; readonly message: string }[]) {
    super(issues.map(({ path, message }) => `${path.join(".") || "the document"} ${message}`).join("; "));
  }
}

/** What `safeParse` returns: the connection secret, or what is wrong with the document. */
export type ConnectionSecretResult =
  | { readonly success: true; readonly data: ConnectionSecret; readonly error?: undefined }
  | { readonly success: false; readonly data?: undefined; readonly error: ConnectionSecretError };

/** For applications that read it: `connectionSecretSchema.parse(JSON.parse(SecretString))`. */
export const connectionSecretSchema = {
  /** Reads a document; what later versions may add is left out. */
  safeParse(document: unknown): ConnectionSecretResult {
    const { success, output, issues } = v.safeParse(DOCUMENT, document, { abortPipeEarly: true });
    if (success) return { success, data: output };
    // valibot's own issues hold the value.
    const told = issues.map((issue) => ({
      path: (issue.path ?? []).map(({ key }) => String(key)),
      message: issue.message,
    }));
    return { success, error: new ConnectionSecretError(told) };
  },
  /** Reads a document. @throws ConnectionSecretError which names each key that is missing or malformed */
  parse(document: unknown): ConnectionSecret {
    const { data, error } = connectionSecretSchema.safeParse(document);
    if (error) throw error;
    return data;
  },
};

/**
 * The document's text: keys sorted, absent values left out, so that equal content is equal to the byte.
 * @throws ConnectionSecretError
 */
export function connectionSecretText(secret: ConnectionSecret): string {
  const entries = Object.entries(connectionSecretSchema.parse(secret)).filter(
    ([, value]) => value !== undefined,
  );
  return JSON.stringify(Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1))));
}
