import { fakeKey } from "../../sandbox/emulators/stripe/fake-keys";
import {
  type KeyPermission,
  type StripeEmulator,
  startStripeEmulator,
} from "../../sandbox/emulators/stripe/stripe-emulator";
import { connectDelivery } from "../../src/stripe/delivery-api";
import { tenant } from "../support/tenant";

const acme = tenant();
const policy = { budgetMs: 30_000, now: Date.now, sleep: async () => {} };
const restricted = fakeKey("rk", "test", "restricted");

let emulator: StripeEmulator;
beforeEach(async () => {
  const accounts = [{ id: acme.accountId, keys: [{ key: acme.secretKey }] }];
  emulator = await startStripeEmulator({ accounts });
});
afterEach(() => emulator.close());

const connect = (value = acme.secretKey) =>
  connectDelivery({ label: "STRIPE_API_KEY", value }, { STRIPE_API_BASE: emulator.url }, policy);

it("makes a payment, cancels it, and finds both events, newest first", async () => {
  const stripe = connect();
  const { id, createdAt } = await stripe.createPayment();
  await stripe.cancelPayment(id);
  const types = ["payment_intent.created", "payment_intent.canceled"];
  const events = await stripe.newestEvents({ types, since: createdAt });
  expect(events.map(({ type, objectId, pending }) => [type, objectId, pending])).toEqual([
    ["payment_intent.canceled", id, 0],
    ["payment_intent.created", id, 0],
  ]);
});

it("makes one payment when the answer is lost", async () => {
  const effect = { kind: "cut", processed: true } as const;
  emulator.faults.push({ matches: ({ isWrite }) => isWrite, effect, times: 1 });
  await connect().createPayment();
  expect(emulator.events(acme.accountId, "test")).toHaveLength(1);
});

it.each<[string, KeyPermission[], string, string]>([
  ["make a payment", ["event_read"], "create a PaymentIntent", "payment_intent_write"],
  ["read events", ["payment_intent_write"], "read the events", "event_read"],
])("names the permission that a restricted key lacks to %s", async (_, permissions, action, name) => {
  emulator.addKey(acme.accountId, { key: restricted, permissions });
  const stripe = connect(restricted);
  const calls = async () => {
    await stripe.createPayment();
    await stripe.newestEvents({ types: ["account.updated"], since: new Date(0) });
  };
  const { message } = await calls().then(
    () => ({ message: "no error" }),
    (error: Error) => error,
  );
  expect(message).toContain(`permission-missing: could not ${action}: the key lacks a permission`);
  expect(message).toContain(`https://dashboard.stripe.com/apikeys   (give the key the permission ${name})`);
});
