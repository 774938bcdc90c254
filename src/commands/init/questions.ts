import type { ConfigKey } from "../../config/fields";
import { type Environment, factsOf } from "../../environments";
import { dashboardUrl } from "../../stripe/address";

/** A value that setting up a stack needs from a person. How it must look is the configuration's own business. */
export interface Question {
  readonly key: ConfigKey;
  /** The field's name in Stripe, plenigo or AWS. */
  readonly label: string;
  /** The option that answers it without asking. */
  readonly flag: string;
  /** In one line, where a person finds the value. */
  readonly where: (environment: Environment) => string;
}

/** Every question, in the order in which they are asked. */
export const QUESTIONS = {
  companyId: {
    key: "companyId",
    label: "plenigo company id",
    flag: "--company-id ID",
    where: (environment) =>
      `plenigo's ${environment} Merchant Backend: in its address, or Settings > Development. Stage and live differ.`,
  },
  stripePublishableKey: {
    key: "stripePublishableKey",
    label: "Stripe publishable key",
    flag: "--publishable-key pk_…",
    where: (environment) =>
      `${dashboardUrl(environment, "apikeys")}, Standard keys, pk_${factsOf(environment).mode}_…`,
  },
  stripeSecretKey: {
    key: "stripeSecretKey",
    label: "Stripe secret key for plenigo",
    flag: "--secret-key-stdin",
    where: (environment) =>
      `${dashboardUrl(environment, "apikeys")}, Standard keys, sk_${factsOf(environment).mode}_…; a live key is revealed only once`,
  },
  stripeDeployKey: {
    key: "stripeDeployKey",
    label: "Stripe key for managing the endpoint",
    flag: "--deploy-key-stdin",
    where: (environment) =>
      `${dashboardUrl(environment, "apikeys/create")}?name=plenigo-stripe&permissions[]=rak_webhook_write : a restricted key, Webhook Endpoints: Write`,
  },
  stripeAccountId: {
    key: "stripeAccountId",
    label: "Stripe account id",
    flag: "--account acct_…",
    where: () =>
      "https://dashboard.stripe.com/settings/account: Account ID, acct_… (plenigo: Stripe Account UniqueID)",
  },
  adoptEndpointId: {
    key: "adoptEndpointId",
    label: "endpoint to take over",
    flag: "--adopt-endpoint we_…",
    where: (environment) => dashboardUrl(environment, "webhooks"),
  },
  adoptSigningSecret: {
    key: "adoptSigningSecret",
    label: "signing secret of that endpoint",
    flag: "--adopt-signing-secret-stdin",
    where: (environment) =>
      `${dashboardUrl(environment, "webhooks")}, the endpoint, Signing secret: Click to reveal, whsec_…`,
  },
  "aws:region": {
    key: "aws:region",
    label: "AWS region",
    flag: "--region REGION",
    where: () => "where AWS Secrets Manager is to keep the connection secret, for example eu-central-1",
  },
  "aws:allowedAccountIds": {
    key: "aws:allowedAccountIds",
    label: "AWS account id",
    flag: "--aws-account ID",
    where: () => "aws sts get-caller-identity --query Account; an update in any other account is refused",
  },
} as const satisfies Partial<Record<ConfigKey, Question>>;

/** A key that is asked for. */
export type AskedKey = keyof typeof QUESTIONS;
