import { declaredSettings } from "../../src/endpoint/declared-settings";
import { eventNames } from "../../src/endpoint/endpoint-state";
import { marksOf } from "../../src/endpoint/marks";
import { callbackUrl, connectionSecretName } from "../../src/environments";
import { connectionSecretText } from "../../src/secret/connection-secret";
import type { EmulatedSecret } from "../emulators/secrets-manager/emulated-secret";
import { type AccountState, newAccount } from "../emulators/stripe/emulated-state";
import { SAMPLE_AWS_ACCOUNT } from "../sample-tenant";
import type { ProvisionedTenant, TenantState } from "./fleet-tenant";

/** What the emulators hold of a tenant after `pulumi up` and `handover --done`, made without the engine. */
export function provisionedState(tenant: ProvisionedTenant): TenantState {
  return { account: accountOf(tenant), secret: secretOf(tenant) };
}

const CREATED = 1_760_000_000;

function accountOf({
  stack,
  companyId,
  accountId,
  secretKey,
  endpointId,
  signingSecret,
}: ProvisionedTenant): AccountState {
  const { enabledEvents, description } = declaredSettings({ environment: "stage" });
  const account = newAccount({ id: accountId, keys: [{ key: secretKey }] });
  account.modes.test.endpoints.push({
    id: endpointId,
    object: "webhook_endpoint",
    api_version: null,
    application: null,
    created: CREATED,
    description,
    enabled_events: eventNames(enabledEvents),
    livemode: false,
    metadata: {
      ...marksOf("plenigo-stripe", stack, companyId, 1),
      plenigo_handed_over_at: new Date(CREATED * 1000).toISOString(),
    },
    secret: signingSecret,
    status: "enabled",
    url: callbackUrl("stage", companyId),
  });
  return account;
}

function secretOf(tenant: ProvisionedTenant): EmulatedSecret {
  const { companyId, accountId, arnSuffix, versionId } = tenant;
  const name = connectionSecretName("stage", companyId);
  const secretString = connectionSecretText({
    companyId,
    environment: "stage",
    schemaVersion: "1",
    stripeAccountId: accountId,
    stripePublishableKey: tenant.publishableKey,
    stripeSecretKey: tenant.secretKey,
    webhookEndpointId: tenant.endpointId,
    webhookSigningSecret: tenant.signingSecret,
    webhookUrl: callbackUrl("stage", companyId),
  });
  const createdDate = CREATED * 1000;
  return {
    name,
    arn: `arn:aws:secretsmanager:eu-central-1:${SAMPLE_AWS_ACCOUNT}:secret:${name}-${arnSuffix}`,
    description: "",
    tags: { "stripe:account-id": accountId },
    createdDate,
    lastChangedDate: createdDate,
    versions: [{ versionId, stages: ["AWSCURRENT"], secretString, createdDate }],
  };
}
