/**
 * The events that plenigo needs, and what each tells it.
 * plenigo: help.frisbii.com/frisbii-media, "Set up Stripe".
 */
export const REQUIRED_EVENTS = {
  "account.updated": "the account changed",
  "charge.dispute.closed": "a dispute ended: lost, warning_closed or won",
  "charge.dispute.created": "a dispute was opened at the bank",
  "charge.dispute.funds_reinstated": "money was returned after a dispute, also in part",
  "charge.dispute.funds_withdrawn": "money was taken for a dispute",
  "charge.dispute.updated": "a dispute changed, mostly new evidence",
  "issuing_card.updated": "a stored card changed",
  "issuing_cardholder.updated": "a cardholder changed",
  "payment_intent.amount_capturable_updated": "the capturable amount changed",
  "payment_intent.canceled": "a payment was cancelled",
  "payment_intent.created": "a payment is intended",
  "payment_intent.payment_failed": "a payment failed",
  "payment_intent.processing": "a payment is in progress",
  "payment_intent.succeeded": "a payment is done",
  "payment_method.automatically_updated": "a payment method was renewed by the network",
} as const satisfies Readonly<Record<string, string>>;

/** Names of the required events and of those that a stack adds; each once. */
export function enabledEventsFor(additionalEvents: readonly string[]): string[] {
  return [...new Set([...Object.keys(REQUIRED_EVENTS), ...additionalEvents])].sort();
}
