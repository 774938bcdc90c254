import { emulatedStripe, endpointParams, publisher, raw, sdk, stranger } from "./emulated-stripe";

const options = { idempotencyKey: "one create" };
const hour = 3600 * 1000;

it("replays status and body, signing secret included, and does the work once", async () => {
  const { emulator, stripe } = await emulatedStripe();
  const first = await stripe.webhookEndpoints.create(endpointParams, options);
  const second = await stripe.webhookEndpoints.create(endpointParams, options);
  expect(second).toEqual(first);
  expect(first.lastResponse.headers["idempotent-replayed"]).toBeUndefined();
  expect(second.lastResponse.headers).toMatchObject({
    "idempotency-key": options.idempotencyKey,
    "original-request": first.lastResponse.requestId,
    "idempotent-replayed": "true",
  });
  expect(second.lastResponse.requestId).not.toBe(first.lastResponse.requestId);
  expect(emulator.endpoints(publisher.id, "test")).toHaveLength(1);
});

it("replays the create of an endpoint that was deleted since: dead id, dead secret", async () => {
  const { emulator, stripe } = await emulatedStripe();
  const first = await stripe.webhookEndpoints.create(endpointParams, options);
  await stripe.webhookEndpoints.del(first.id);
  expect(await stripe.webhookEndpoints.create(endpointParams, options)).toEqual(first);
  expect(emulator.endpoints(publisher.id, "test")).toEqual([]);
});

it.each([
  ["replays until 24 hours are over", 24 * hour - 1, true],
  ["does the work anew after 24 hours", 24 * hour, false],
])("%s", async (_name, age, isReplayed) => {
  let now = Date.UTC(2026, 0, 1);
  const { stripe } = await emulatedStripe({ now: () => now });
  const first = await stripe.webhookEndpoints.create(endpointParams, options);
  now += age;
  const second = await stripe.webhookEndpoints.create(endpointParams, options);
  expect(second.id === first.id).toBe(isReplayed);
});

it("takes the same parameters in another order and shape for the same", async () => {
  const { emulator } = await emulatedStripe();
  const headers = { "idempotency-key": "k" };
  const bodies = [
    "url=https://a.example&enabled_events[]=*",
    "enabled_events[0]=*&url=https%3A%2F%2Fa.example",
  ];
  const answers = [];
  for (const body of bodies)
    answers.push(await raw(emulator, "POST /v1/webhook_endpoints", { body, headers }));
  expect(answers[1]?.json.id).toBe(answers[0]?.json.id);
});

it("refuses other parameters with the same key", async () => {
  const { stripe } = await emulatedStripe();
  await stripe.webhookEndpoints.create(endpointParams, options);
  const other = stripe.webhookEndpoints.create({ ...endpointParams, description: "other" }, options);
  await expect(other).rejects.toMatchObject({
    type: "StripeIdempotencyError",
    statusCode: 400,
    message: expect.stringMatching(/^Keys for idempotent requests can only be used with the same parameters/),
  });
});

it("refuses another address with the same key", async () => {
  const { stripe } = await emulatedStripe();
  const { id } = await stripe.webhookEndpoints.create(endpointParams, options);
  const other = stripe.webhookEndpoints.update(id, endpointParams, options);
  await expect(other).rejects.toMatchObject({ type: "StripeIdempotencyError", statusCode: 400 });
});

it("refuses a key of more than 255 characters", async () => {
  const { stripe } = await emulatedStripe();
  const create = (length: number) =>
    stripe.webhookEndpoints.create(endpointParams, { idempotencyKey: "k".repeat(length) });
  await create(255);
  await expect(create(256)).rejects.toMatchObject({ type: "StripeIdempotencyError" });
});

it("keeps nothing of a request whose parameters were refused", async () => {
  const { stripe } = await emulatedStripe();
  const bad = { ...endpointParams, url: "no-scheme.example" };
  await expect(stripe.webhookEndpoints.create(bad, options)).rejects.toMatchObject({ code: "url_invalid" });
  expect(await stripe.webhookEndpoints.create(endpointParams, options)).toMatchObject(endpointParams);
});

it("keeps nothing of a request that lacked the permission", async () => {
  const { emulator } = await emulatedStripe();
  const stripe = sdk(emulator, publisher.restrictedKey);
  await expect(stripe.webhookEndpoints.create(endpointParams, options)).rejects.toMatchObject({
    statusCode: 403,
  });
  emulator.changeKey(publisher.restrictedKey, { permissions: ["webhook_write"] });
  expect(await stripe.webhookEndpoints.create(endpointParams, options)).toMatchObject(endpointParams);
});

it("replays a 500 that happened inside Stripe", async () => {
  const { emulator, stripe } = await emulatedStripe();
  emulator.breakWrites(1);
  const failure = { type: "StripeAPIError", statusCode: 500 };
  await expect(stripe.webhookEndpoints.create(endpointParams, options)).rejects.toMatchObject(failure);
  await expect(stripe.webhookEndpoints.create(endpointParams, options)).rejects.toMatchObject(failure);
  expect(emulator.endpoints(publisher.id, "test")).toEqual([]);
  await stripe.webhookEndpoints.create(endpointParams, { idempotencyKey: "another create" });
});

it("knows a key per account and mode only", async () => {
  const { emulator } = await emulatedStripe();
  const ids = [];
  for (const key of [publisher.testKey, publisher.liveKey, stranger.testKey]) {
    ids.push((await sdk(emulator, key).webhookEndpoints.create(endpointParams, options)).id);
  }
  expect(new Set(ids).size).toBe(3);
});

it("has no effect on a delete", async () => {
  const { stripe } = await emulatedStripe();
  const { id } = await stripe.webhookEndpoints.create(endpointParams);
  await stripe.webhookEndpoints.del(id, undefined, options);
  await expect(stripe.webhookEndpoints.del(id, undefined, options)).rejects.toMatchObject({
    statusCode: 404,
  });
});
