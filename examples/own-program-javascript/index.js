import { Secret } from "@pulumi/aws/secretsmanager/index.js";
import { loadStackConfig, PlenigoStripeConnection } from "plenigo-stripe";

/** Endpoint in Stripe and connection secret in AWS, as the stack's `plenigo-stripe:…` values declare them. */
const connection = new PlenigoStripeConnection("plenigo", loadStackConfig());

/** A resource of this program's own; it may use what the connection returns. */
const paywallKey = new Secret("paywall-key", {
  description: connection.webhookEndpointId.apply((id) => `Key of the paywall; events come from ${id}`),
  recoveryWindowInDays: 0,
});

export const { webhookUrl, webhookEndpointId, connectionSecretName, connectionSecretArn } = connection;
export const paywallKeyArn = paywallKey.arn;
