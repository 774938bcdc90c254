import { loadStackConfig, PlenigoStripeConnection } from "plenigo-stripe";

const config = loadStackConfig();
const connection = new PlenigoStripeConnection("plenigo", config);

export const { environment, companyId, stripeAccountId } = config;
export const { webhookUrl, webhookEndpointId, connectionSecretName, connectionSecretArn } = connection;
