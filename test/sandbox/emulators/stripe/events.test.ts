import Stripe from "stripe";
import type { StripeEmulatorOptions } from "../../../../sandbox/emulators/stripe/stripe-emulator";
import { emulatedStripe, endpointParams, publisher, type Received, receiver } from "./emulated-stripe";

const amount = { amount: 100, currency: "eur" };

function verified(received: Received | undefined, secret: string | undefined): Stripe.Event {
  const signature = String(received?.headers["stripe-signature"]);
  return Stripe.webhooks.constructEvent(received?.body ?? "", signature, secret ?? "");
}

async function withReceiver(options: StripeEmulatorOptions = {}) {
  const plenigo = await receiver();
  return { plenigo, ...(await emulatedStripe({ deliverTo: plenigo.url, ...options })) };
}

it("delivers an event to the endpoint's path, signed with its signing secret", async () => {
  const { plenigo, emulator, stripe } = await withReceiver();
  const url = "https://callbacks.plenigo-stage.com/callbacks/v1.0/stripe/abc?x=1";
  const { secret } = await stripe.webhookEndpoints.create({ ...endpointParams, url });
  const intent = await stripe.paymentIntents.create({ ...amount, metadata: { check: "1" } });
  await emulator.deliveriesSettled();
  expect(plenigo.received.map(({ path }) => path)).toEqual(["/callbacks/v1.0/stripe/abc?x=1"]);
  const event = verified(plenigo.received[0], secret);
  expect(event).toMatchObject({ type: "payment_intent.created", livemode: false, data: { object: intent } });
  const other = await stripe.webhookEndpoints.create(endpointParams);
  expect(() => verified(plenigo.received[0], other.secret)).toThrow(/signature/);
});

it("counts pending webhooks down to zero as endpoints accept", async () => {
  const { plenigo, emulator, stripe } = await withReceiver();
  for (const url of ["https://a.example/a", "https://b.example/b"]) {
    await stripe.webhookEndpoints.create({ ...endpointParams, url });
  }
  plenigo.status = 500;
  await stripe.paymentIntents.create(amount);
  await emulator.deliveriesSettled();
  const pending = async () => (await stripe.events.list()).data.map((event) => event.pending_webhooks);
  expect(await pending()).toEqual([2]);
  plenigo.status = 204;
  await emulator.retryDeliveries();
  expect(await pending()).toEqual([0]);
  expect(plenigo.received).toHaveLength(4);
});

it("takes a redirect for a failure", async () => {
  const { plenigo, emulator, stripe } = await withReceiver();
  await stripe.webhookEndpoints.create(endpointParams);
  plenigo.status = 302;
  await stripe.paymentIntents.create(amount);
  await emulator.deliveriesSettled();
  expect(emulator.events(publisher.id, "test")[0]?.awaiting).toHaveLength(1);
});

it("counts enabled and subscribed endpoints of the account's mode only", async () => {
  const { emulator, stripe } = await emulatedStripe();
  const events = (...enabled_events: string[]) => ({ ...endpointParams, enabled_events });
  emulator.addEndpoint(publisher.id, "test", events("*"));
  emulator.addEndpoint(publisher.id, "test", events("payment_intent.created"));
  emulator.addEndpoint(publisher.id, "test", events("charge.failed"));
  emulator.addEndpoint(publisher.id, "test", { ...events("*"), status: "disabled" });
  emulator.addEndpoint(publisher.id, "live", events("*"));
  await stripe.paymentIntents.create(amount);
  expect((await stripe.events.list()).data).toMatchObject([{ pending_webhooks: 2 }]);
});

it("stops retrying for an endpoint that is disabled meanwhile", async () => {
  const { plenigo, emulator, stripe } = await withReceiver();
  const { id } = await stripe.webhookEndpoints.create(endpointParams);
  plenigo.status = 500;
  await stripe.paymentIntents.create(amount);
  await emulator.deliveriesSettled();
  emulator.changeEndpoint(id, { status: "disabled" });
  await emulator.retryDeliveries();
  expect(plenigo.received).toHaveLength(1);
});

it("renders an event in the endpoint's API version", async () => {
  const { plenigo, emulator, stripe } = await withReceiver();
  const { secret } = await stripe.webhookEndpoints.create({ ...endpointParams, api_version: "2024-06-20" });
  await stripe.paymentIntents.create(amount);
  await emulator.deliveriesSettled();
  expect(verified(plenigo.received[0], secret).api_version).toBe("2024-06-20");
});

it("makes events of creating and cancelling a PaymentIntent, with the request behind them", async () => {
  const { stripe } = await emulatedStripe();
  const { id, status } = await stripe.paymentIntents.create(amount, { idempotencyKey: "k" });
  expect(status).toBe("requires_payment_method");
  expect(await stripe.paymentIntents.cancel(id)).toMatchObject({ id, status: "canceled" });
  const { data } = await stripe.events.list();
  expect(data.map(({ type }) => type)).toEqual(["payment_intent.canceled", "payment_intent.created"]);
  expect(data[1]).toMatchObject({
    data: { object: { status: "requires_payment_method" } },
    request: { idempotency_key: "k" },
  });
});

it("replays the creation of a PaymentIntent without a second event", async () => {
  const { emulator, stripe } = await emulatedStripe();
  for (let times = 0; times < 2; times += 1)
    await stripe.paymentIntents.create(amount, { idempotencyKey: "k" });
  expect(emulator.events(publisher.id, "test")).toHaveLength(1);
});

it.each([
  ["amount=100", "parameter_missing"],
  ["amount=0&currency=eur", "parameter_invalid_integer"],
  ["amount=100&currency=euros", undefined],
  ["amount=100&currency=eur&confirm=true", "parameter_unknown"],
])("refuses a PaymentIntent of %s", async (query, code) => {
  const { stripe } = await emulatedStripe();
  const params = Object.fromEntries(new URLSearchParams(query)) as never;
  const refused = stripe.paymentIntents.create(params);
  await expect(refused).rejects.toMatchObject({ statusCode: 400 });
  expect(await refused.catch((error: { code?: string }) => error.code)).toBe(code);
});

it("cancels a PaymentIntent once", async () => {
  const { stripe } = await emulatedStripe();
  const { id } = await stripe.paymentIntents.create(amount);
  await stripe.paymentIntents.cancel(id);
  await expect(stripe.paymentIntents.cancel(id)).rejects.toMatchObject({
    statusCode: 400,
    code: "payment_intent_unexpected_state",
  });
});

it.each([
  ["several types", { types: ["account.updated", "payment_intent.canceled"] }, [2, 0]],
  ["a time", { created: { gte: 1002 } }, [3, 2]],
  ["what is not delivered", { delivery_success: false }, [3, 1]],
  ["what is delivered", { delivery_success: true }, [2, 0]],
])("lists events by %s", async (_name, params, expected) => {
  let seconds = 1000;
  const { emulator, stripe } = await emulatedStripe({ now: () => seconds * 1000 });
  emulator.addEndpoint(publisher.id, "test", {
    ...endpointParams,
    enabled_events: ["payment_intent.created"],
  });
  const types = [
    "account.updated",
    "payment_intent.created",
    "payment_intent.canceled",
    "payment_intent.created",
  ];
  const ids = types.map((type) => {
    const { id } = emulator.emit(publisher.id, "test", type, { id: publisher.id });
    seconds += 1;
    return id;
  });
  const { data } = await stripe.events.list(params);
  expect(data.map(({ id }) => ids.indexOf(id))).toEqual(expected);
});

it("lists events of 30 days", async () => {
  let now = Date.UTC(2026, 0, 1);
  const { emulator, stripe } = await emulatedStripe({ now: () => now });
  const { id } = emulator.emit(publisher.id, "test", "account.updated", { id: publisher.id });
  expect((await stripe.events.list()).data).toMatchObject([
    { id, type: "account.updated", request: { id: null } },
  ]);
  now += 31 * 24 * 3600 * 1000;
  expect((await stripe.events.list()).data).toEqual([]);
});

it.each(["https://plenigo.example", "http://10.0.0.1:80", "127.0.0.1:80"])(
  "never delivers to %s",
  async (deliverTo) => {
    await expect(emulatedStripe({ deliverTo })).rejects.toThrow(/loopback addresses only/);
  },
);
