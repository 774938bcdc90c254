import { z } from "zod";
import { MANAGING_KEY, PUBLISHABLE_KEY, SIGNING_SECRET } from "../credential-forms";
import { ENVIRONMENTS } from "../environments";

const signingSecret = z.string().regex(SIGNING_SECRET, "is not a signing secret");

/**
 * The connection secret: the JSON document in AWS Secrets Manager that holds what plenigo needs of one Stripe account.
 * String values only. For applications that read it: `connectionSecretSchema.parse(JSON.parse(SecretString))`.
 */
export const connectionSecretSchema = z.object({
  /** plenigo company id. */
  companyId: z.string().min(1),
  environment: z.enum(ENVIRONMENTS),
  schemaVersion: z.literal("1"),
  /** `acct_…` */
  stripeAccountId: z.string().startsWith("acct_"),
  /** Missing, like the secret key, where the account is linked by Stripe Connect. */
  stripePublishableKey: z.string().regex(PUBLISHABLE_KEY).optional(),
  stripeSecretKey: z.string().regex(MANAGING_KEY).optional(),
  /** `we_…` */
  webhookEndpointId: z.string().startsWith("we_"),
  webhookSigningSecret: signingSecret,
  webhookUrl: z.url(),
  /** Both only while a previous endpoint exists; events may be signed with either secret then. */
  previousWebhookEndpointId: z.string().startsWith("we_").optional(),
  previousWebhookSigningSecret: signingSecret.optional(),
});

/** What `connectionSecretSchema` reads. */
export type ConnectionSecret = z.infer<typeof connectionSecretSchema>;

/** The document's text: keys sorted, absent values left out, so that equal content is equal to the byte. */
export function connectionSecretText(secret: ConnectionSecret): string {
  const entries = Object.entries(connectionSecretSchema.parse(secret)).filter(
    ([, value]) => value !== undefined,
  );
  return JSON.stringify(Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1))));
}
