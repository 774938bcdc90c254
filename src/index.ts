/**
 * The Pulumi program: the stack's configuration becomes a connection between plenigo and Stripe.
 * `pulumi up --stack stage` runs it.
 */
import { loadStackConfig, PlenigoStripeConnection } from "./connection";

const config = loadStackConfig();
const connection = new PlenigoStripeConnection("plenigo", config);

export const { environment, companyId, stripeAccountId } = config;
export const { webhookUrl, webhookEndpointId, connectionSecretName, connectionSecretArn } = connection;
