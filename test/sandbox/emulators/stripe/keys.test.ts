import { fakeAccountId, fakeKey, fakeSigningSecret } from "../../../../sandbox/emulators/stripe/fake-keys";
import type { KeyPermission } from "../../../../sandbox/emulators/stripe/stripe-emulator";
import { emulatedStripe, endpointParams, publisher, raw, sdk, stranger } from "./emulated-stripe";

it("shows a key its own account", async () => {
  const { stripe } = await emulatedStripe();
  const account = await stripe.accounts.retrieveCurrent();
  expect(account).toMatchObject({ id: publisher.id, object: "account", charges_enabled: true });
  expect(account).not.toHaveProperty("livemode");
});

it("refuses another account", async () => {
  const { stripe } = await emulatedStripe();
  const refused = stripe.accounts.retrieveCurrent(undefined, { stripeAccount: stranger.id });
  await expect(refused).rejects.toMatchObject({
    type: "StripePermissionError",
    statusCode: 403,
    code: "account_invalid",
    message: expect.stringContaining(`does not have access to account '${stranger.id}'`),
  });
});

it.each([
  ["an unknown key", fakeKey("sk", "test", "nobody")],
  ["an unknown publishable key", fakeKey("pk", "live", "nobody")],
  ["a signing secret", fakeSigningSecret("nobody")],
  ["something short", "abc"],
])("refuses %s and shows no more than its end", async (_name, key) => {
  const { emulator } = await emulatedStripe();
  const refused = sdk(emulator, key).webhookEndpoints.list();
  await expect(refused).rejects.toMatchObject({ type: "StripeAuthenticationError", statusCode: 401 });
  const message = await refused.catch((error: Error) => error.message);
  expect(message).toMatch(/^Invalid API Key provided: (sk_test_|pk_live_)?\*{4,}\w{0,4}$/);
});

it("refuses a call without a key", async () => {
  const { emulator } = await emulatedStripe();
  const { status, json } = await raw(emulator, "GET /v1/account", { headers: { authorization: "" } });
  expect(status).toBe(401);
  expect(json).toMatchObject({
    error: { message: expect.stringMatching(/^You did not provide an API key/) },
  });
});

it("takes a key by basic authentication, as curl -u sends it", async () => {
  const { emulator } = await emulatedStripe();
  const authorization = `Basic ${Buffer.from(`${publisher.testKey}:`).toString("base64")}`;
  const { json } = await raw(emulator, "GET /v1/account", { headers: { authorization } });
  expect(json.id).toBe(publisher.id);
});

it("refuses a key from the moment it is revoked, and takes the one that was added", async () => {
  const { emulator, stripe } = await emulatedStripe();
  const key = fakeKey("sk", "test", "rolled");
  emulator.addKey(publisher.id, { key });
  emulator.revokeKey(publisher.testKey);
  await expect(stripe.accounts.retrieveCurrent()).rejects.toMatchObject({ statusCode: 401 });
  expect(await sdk(emulator, key).accounts.retrieveCurrent()).toMatchObject({ id: publisher.id });
});

it("says so when a key has expired", async () => {
  const { emulator, stripe } = await emulatedStripe();
  emulator.changeKey(publisher.testKey, { expired: true });
  await expect(stripe.accounts.retrieveCurrent()).rejects.toMatchObject({
    type: "StripeAuthenticationError",
    code: "api_key_expired",
    message: expect.stringMatching(/^Expired API Key provided: sk_test_\*+\w{4}$/),
  });
});

it("refuses a publishable key", async () => {
  const { emulator } = await emulatedStripe();
  await expect(sdk(emulator, publisher.publishableKey).webhookEndpoints.list()).rejects.toMatchObject({
    type: "StripePermissionError",
    statusCode: 403,
    code: "secret_key_required",
  });
});

type Client = ReturnType<typeof sdk>;
const calls: Record<string, (stripe: Client) => Promise<unknown>> = {
  "list endpoints": (stripe) => stripe.webhookEndpoints.list(),
  "create an endpoint": (stripe) => stripe.webhookEndpoints.create(endpointParams),
  "read the account": (stripe) => stripe.accounts.retrieveCurrent(),
  "list events": (stripe) => stripe.events.list(),
  "create a PaymentIntent": (stripe) => stripe.paymentIntents.create({ amount: 100, currency: "eur" }),
};

it.each([
  ["nothing", [], []],
  ["webhook_read", ["webhook_read"], ["list endpoints"]],
  ["webhook_write", ["webhook_write"], ["list endpoints", "create an endpoint"]],
  ["accounts_kyc_basic_read", ["accounts_kyc_basic_read"], ["read the account"]],
  ["event_read", ["event_read"], ["list events"]],
  ["payment_intent_write", ["payment_intent_write"], ["create a PaymentIntent"]],
] as [string, KeyPermission[], string[]][])(
  "a restricted key with %s may do just that",
  async (_name, permissions, may) => {
    const { emulator } = await emulatedStripe();
    emulator.changeKey(publisher.restrictedKey, { permissions });
    const stripe = sdk(emulator, publisher.restrictedKey);
    const done: string[] = [];
    for (const [name, call] of Object.entries(calls)) {
      const isDone = await call(stripe).then(
        () => true,
        (error) => error.type !== "StripePermissionError",
      );
      if (isDone) done.push(name);
    }
    expect(done).toEqual(may);
  },
);

it("names the missing permission and the account, and masks the key", async () => {
  const { emulator } = await emulatedStripe();
  const stripe = sdk(emulator, publisher.restrictedKey);
  await expect(stripe.webhookEndpoints.create(endpointParams)).rejects.toMatchObject({
    type: "StripePermissionError",
    statusCode: 403,
    code: "more_permissions_required",
    message: expect.stringMatching(
      new RegExp(
        "^Permission denied\\. The provided key " +
          "'rk_test_\\*+\\w{4}' does not have the required permissions for this " +
          `endpoint on account '${publisher.id}'\\. Enabling Webhook Endpoints, Event Destinations Write ` +
          "\\('webhook_write'\\) permissions on this key would allow this request to continue\\.",
      ),
    ),
  });
  expect(emulator.endpoints(publisher.id, "test")).toEqual([]);
});

it.each([
  ["an account that is there", () => ({ id: publisher.id, keys: [] }), /already/],
  [
    "a key that is there",
    () => ({ id: fakeAccountId("new"), keys: [{ key: publisher.testKey }] }),
    /already/,
  ],
  ["an id that is none", () => ({ id: "publisher", keys: [] }), /Not an account id/],
  ["a key that is none", () => ({ id: fakeAccountId("new"), keys: [{ key: "secret" }] }), /must start like/],
])("does not add %s", async (_name, seed, message) => {
  const { emulator } = await emulatedStripe();
  expect(() => emulator.addAccount(seed())).toThrow(message);
});

it("adds an account while it runs", async () => {
  const { emulator } = await emulatedStripe();
  const seed = { id: fakeAccountId("late"), keys: [{ key: fakeKey("sk", "live", "late") }] };
  emulator.addAccount(seed);
  expect(await sdk(emulator, fakeKey("sk", "live", "late")).accounts.retrieveCurrent()).toMatchObject({
    id: seed.id,
  });
});
