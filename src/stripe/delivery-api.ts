import { randomUUID } from "node:crypto";
import type Stripe from "stripe";
import { type LabelledKey, type StripeEnv, stripeClient } from "./client";
import type { RetryPolicy } from "./retry";

/** An event as Stripe has it. docs.stripe.com/api/events/object */
export interface StripeEvent {
  /** `evt_…` */
  readonly id: string;
  readonly type: string;
  /** Whole seconds; Stripe's clock. */
  readonly createdAt: Date;
  /** Endpoints that have yet to take it, over all endpoints of account and mode. */
  readonly pending: number;
  /** Id of the object that it is about; undefined where that has none. */
  readonly objectId?: string;
}

/** A payment that nobody pays, made to see its events delivered. */
export interface ProbePayment {
  /** `pi_…` */
  readonly id: string;
  readonly createdAt: Date;
}

/** Which events are looked for. */
export interface EventQuery {
  readonly types: readonly string[];
  /** Not older; whole seconds. Stripe keeps events for 30 days. */
  readonly since: Date;
  /** Only those that some endpoint has yet to take. */
  readonly undelivered?: boolean;
}

/** What a delivery check asks of Stripe, with one key. Every method retries within the policy and throws UserError. */
export interface DeliveryApi {
  readonly key: LabelledKey;
  /** Makes a PaymentIntent of 1.00 EUR by card, without a customer. */
  createPayment(): Promise<ProbePayment>;
  cancelPayment(id: string): Promise<void>;
  /** Up to 100 of the newest events, newest first. */
  newestEvents(query: EventQuery): Promise<StripeEvent[]>;
}

/** Stripe: up to 20 names in one request. docs.stripe.com/api/events/list */
const TYPES_PER_REQUEST = 20;
const NEWEST = 100;
const PAYMENTS = "PaymentIntents: Write (payment_intent_write)";
const EVENTS = "Events: Read (event_read)";

const PROBE_PAYMENT = {
  amount: 100,
  currency: "eur",
  payment_method_types: ["card"],
  description: "delivery check of plenigo-stripe; cancelled at once",
  metadata: { managed_by: "plenigo-stripe" },
};

/** Connects to Stripe, or to `STRIPE_API_BASE`. Nothing is sent before the first call. */
export function connectDelivery(key: LabelledKey, env: StripeEnv, policy: RetryPolicy): DeliveryApi {
  const { stripe, call } = stripeClient(key, env, policy);

  return {
    key,
    createPayment: () => {
      // One key for all attempts, or a lost answer would leave a payment behind that nobody cancels.
      const idempotencyKey = randomUUID();
      return call({ action: "create a PaymentIntent", permission: PAYMENTS }, async () => {
        const { id, created } = await stripe.paymentIntents.create(PROBE_PAYMENT, { idempotencyKey });
        return { id, createdAt: new Date(created * 1000) };
      });
    },
    cancelPayment: (id) =>
      call({ action: `cancel the PaymentIntent ${id}`, permission: PAYMENTS }, async () => {
        await stripe.paymentIntents.cancel(id);
      }),
    newestEvents: (query) =>
      call({ action: "read the events", permission: EVENTS }, () => newestEvents(stripe, query)),
  };
}

async function newestEvents(stripe: Stripe, query: EventQuery) {
  const parts = inParts(query.types, TYPES_PER_REQUEST);
  const lists = await Promise.all(parts.map((types) => listEvents(stripe, types, query)));
  const newest = lists.flat().sort((one, other) => other.createdAt.getTime() - one.createdAt.getTime());
  return newest.slice(0, NEWEST);
}

async function listEvents(stripe: Stripe, types: readonly string[], { since, undelivered }: EventQuery) {
  const { data } = await stripe.events.list({
    types: [...types],
    created: { gte: Math.floor(since.getTime() / 1000) },
    limit: NEWEST,
    ...(undelivered && { delivery_success: false }),
  });
  return data.map((event) => ({
    id: event.id,
    type: event.type,
    createdAt: new Date(event.created * 1000),
    pending: event.pending_webhooks,
    objectId: (event.data.object as { id?: string }).id,
  }));
}

function inParts<T>(list: readonly T[], size: number): T[][] {
  const starts = Array.from({ length: Math.ceil(list.length / size) }, (_, index) => index * size);
  return starts.map((start) => list.slice(start, start + size));
}
