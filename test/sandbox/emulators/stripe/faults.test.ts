import type { FaultEffect } from "../../../../sandbox/emulators/emulator-server";
import type { StripeEmulator } from "../../../../sandbox/emulators/stripe/stripe-emulator";
import { emulatedStripe, endpointParams, publisher, sdk } from "./emulated-stripe";

function failCreate(emulator: StripeEmulator, effect: FaultEffect, times = 1): void {
  emulator.faults.push({
    matches: (call) => call.operation === "POST /v1/webhook_endpoints",
    effect,
    times,
  });
}

it.each([
  ["before", false, 0],
  ["after", true, 1],
])("a connection that is cut %s the work leaves the world accordingly", async (_name, processed, count) => {
  const { emulator, stripe } = await emulatedStripe();
  // The SDK itself tries once more after a reset connection, with the same idempotency key.
  failCreate(emulator, { kind: "cut", processed }, 2);
  await expect(stripe.webhookEndpoints.create(endpointParams)).rejects.toMatchObject({
    type: "StripeConnectionError",
  });
  expect(emulator.endpoints(publisher.id, "test")).toHaveLength(count);
  expect(emulator.calls.map(({ status }) => status)).toEqual([null, null]);
});

it("a create whose answer was lost is replayed under its idempotency key", async () => {
  const { emulator, stripe } = await emulatedStripe();
  failCreate(emulator, { kind: "cut", processed: true });
  const options = { idempotencyKey: "k", maxNetworkRetries: 1 };
  const created = await stripe.webhookEndpoints.create(endpointParams, options);
  expect(created.lastResponse.headers["idempotent-replayed"]).toBe("true");
  expect(emulator.endpoints(publisher.id, "test")).toMatchObject([
    { id: created.id, secret: created.secret },
  ]);
});

it.each([
  [429, "StripeRateLimitError"],
  [503, "StripeAPIError"],
])("a reply of %d reaches the client as %s, once", async (status, type) => {
  const { emulator, stripe } = await emulatedStripe();
  const body = JSON.stringify({ error: { type: "api_error", message: "Not now." } });
  failCreate(emulator, { kind: "reply", processed: false, reply: { status, body } });
  await expect(stripe.webhookEndpoints.create(endpointParams)).rejects.toMatchObject({
    type,
    statusCode: status,
  });
  expect(await stripe.webhookEndpoints.create(endpointParams)).toMatchObject(endpointParams);
});

it.each([
  ["before", false, 0],
  ["after", true, 1],
])("a request can be held %s the work", async (_name, processed, count) => {
  const { emulator, stripe } = await emulatedStripe();
  let release = () => {};
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  failCreate(emulator, { kind: "hold", processed, until });
  const held = stripe.webhookEndpoints.create(endpointParams);
  while (emulator.calls.length < 1) await new Promise(setImmediate);
  await sdk(emulator, publisher.testKey).accounts.retrieveCurrent();
  expect(emulator.endpoints(publisher.id, "test")).toHaveLength(count);
  release();
  expect(await held).toMatchObject(endpointParams);
});
