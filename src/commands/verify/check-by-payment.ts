import { UserError } from "../../errors";
import { explain, visit } from "../../remedies";
import type { ProbePayment, StripeEvent } from "../../stripe/delivery-api";
import { type DeliveryCheck, lookUntil } from "./delivery-check";
import { handoverFindings, type Receivers } from "./receivers";
import type { DeliveryFinding, DeliveryResult } from "./report";
import { judgePending, noteOnOthers, seen } from "./verdict";
import type { VerifyWords } from "./words";

/** Events that the payment of a delivery check makes. */
export const PROBE_EVENTS = ["payment_intent.created", "payment_intent.canceled"] as const;

/** Makes a payment in test mode, cancels it, and waits for its events to be taken. */
export async function checkByPayment(check: DeliveryCheck, receivers: Receivers): Promise<DeliveryResult> {
  const { progress } = check.words;
  check.onProgress(progress.makingPayment);
  const payment = await madeAndCancelled(check);
  let looksInARow = 0;
  const events = await lookUntil(
    check.clock,
    check.timeoutMs,
    async () => {
      const found = await eventsOf(check, payment);
      looksInARow = isTaken(found) ? looksInARow + 1 : 0;
      const taken = found.filter(({ pending }) => pending === 0).length;
      check.onProgress(progress.waiting(payment, taken, PROBE_EVENTS.length), check.timeoutMs);
      return found;
    },
    // Whether Stripe counts the deliveries at once is not documented: a zero counts when it was seen twice.
    () => looksInARow >= 2,
  );
  return judge(check, receivers, payment, events);
}

async function madeAndCancelled({ delivery }: DeliveryCheck): Promise<ProbePayment> {
  const payment = await delivery.createPayment();
  try {
    await delivery.cancelPayment(payment.id);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const state = `The PaymentIntent ${payment.id} stays uncancelled; in test mode it does no harm.`;
    throw new UserError({ ...error.parts, state });
  }
  return payment;
}

async function eventsOf(
  { delivery }: DeliveryCheck,
  { id, createdAt }: ProbePayment,
): Promise<StripeEvent[]> {
  const events = await delivery.newestEvents({ types: PROBE_EVENTS, since: createdAt });
  return events.filter(({ objectId }) => objectId === id).reverse();
}

function isTaken(events: readonly StripeEvent[]): boolean {
  return PROBE_EVENTS.every((type) => events.some((event) => event.type === type && event.pending === 0));
}

function judge(
  check: DeliveryCheck,
  receivers: Receivers,
  { id }: ProbePayment,
  events: readonly StripeEvent[],
): DeliveryResult {
  const shown = events.map(seen);
  if (isTaken(events))
    return {
      status: "delivered",
      events: shown,
      findings: noteOnOthers(receivers, PROBE_EVENTS[0], check.words),
    };
  const waiting = events.filter(({ pending }) => pending > 0);
  const verdicts = waiting.map((event) => judgePending(event, receivers, check));
  const worst = verdicts.find(({ status }) => status === "not-delivered") ?? verdicts[0];
  if (worst)
    return {
      ...worst,
      events: shown,
      findings: [...worst.findings, ...handoverFindings(receivers, check.words)],
    };
  return { status: "not-delivered", events: shown, findings: [neverSent(id, events, check.words)] };
}

function neverSent(
  paymentId: string,
  events: readonly StripeEvent[],
  { findings, steps }: VerifyWords,
): DeliveryFinding {
  const missing = PROBE_EVENTS.filter((type) => !events.some((event) => event.type === type));
  return {
    code: "event-never-sent",
    severity: "failure",
    message: findings.neverSent(missing, paymentId),
    next: [explain(steps.longerTimeout), visit("https://status.stripe.com", steps.outages)],
  };
}
