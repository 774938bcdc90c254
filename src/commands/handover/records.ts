import { secretPrefixOf } from "../../credential-forms";
import type { ConnectionSecret } from "../../secret/connection-secret";

/** The five values of plenigo's form for Stripe, in its order. plenigo: help.frisbii.com/frisbii-media, "Set up Stripe". */
const RECORD_NAMES = ["stripeAccountId", "publishableKey", "secretKey", "webhook", "signingSecret"] as const;
export type RecordName = (typeof RECORD_NAMES)[number];

/**
 * What a person does with a record. `change`: it replaces the one of the previous endpoint. `keep`: a rotation leaves it
 * alone. `none`: an account linked by Stripe Connect has no such record.
 */
export type RecordAction = "enter" | "change" | "keep" | "none";

/** One record of plenigo's form. */
export interface HandoverRecord {
  readonly name: RecordName;
  /** Missing where there is none. May be secret. */
  readonly value?: string;
  readonly isSecret: boolean;
  readonly action: RecordAction;
}

/** What is handed over to plenigo. */
export interface Handover {
  readonly records: readonly HandoverRecord[];
  /** Ids of both endpoints while a rotation is under way. */
  readonly rotation?: { readonly from: string; readonly to: string };
  /** Whether the account is linked by Stripe Connect, so that plenigo needs no keys. */
  readonly isByStripeConnect: boolean;
}

const SECRET_RECORDS: readonly RecordName[] = ["secretKey", "signingSecret"];
const ROTATED: readonly RecordName[] = ["webhook", "signingSecret"];

/** What a connection secret says for plenigo's form. */
export function handoverOf(connection: ConnectionSecret): Handover {
  const { webhookEndpointId: to, previousWebhookEndpointId: from } = connection;
  const values: Readonly<Record<RecordName, string | undefined>> = {
    stripeAccountId: connection.stripeAccountId,
    publishableKey: connection.stripePublishableKey,
    secretKey: connection.stripeSecretKey,
    webhook: to,
    signingSecret: connection.webhookSigningSecret,
  };
  const actionOf = (name: RecordName): RecordAction => {
    if (values[name] === undefined) return "none";
    if (from === undefined) return "enter";
    return ROTATED.includes(name) ? "change" : "keep";
  };
  return {
    records: RECORD_NAMES.map((name) => ({
      name,
      value: values[name],
      isSecret: SECRET_RECORDS.includes(name),
      action: actionOf(name),
    })),
    ...(from && { rotation: { from, to } }),
    isByStripeConnect: connection.stripeSecretKey === undefined,
  };
}

/** A secret for the screen: its prefix and how long it is; never a part of the secret itself. */
export function masked(secret: string): { readonly prefix: string; readonly hidden: number } {
  const prefix = secretPrefixOf(secret);
  return { prefix, hidden: secret.length - prefix.length };
}
