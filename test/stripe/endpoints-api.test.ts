import { fakeKey } from "../../sandbox/emulators/stripe/fake-keys";
import { type StripeEmulator, startStripeEmulator } from "../../sandbox/emulators/stripe/stripe-emulator";
import { settingsOf } from "../../src/endpoint/endpoint-state";
import { connectStripe, type EndpointsApi } from "../../src/stripe/endpoints-api";
import { tenant } from "../support/tenant";
import { noteAsked } from "../support/writes/notes";

const acme = tenant();
const settings = settingsOf(acme.inputs);
const policy = { budgetMs: 30_000, now: Date.now, sleep: async () => {} };

let emulator: StripeEmulator;

beforeEach(async () => {
  const accounts = [{ id: acme.accountId, keys: [{ key: acme.secretKey }] }];
  emulator = await startStripeEmulator({ accounts, endpointLimit: 300 });
});
afterEach(() => emulator.close());

function connect(value = acme.secretKey): EndpointsApi {
  return connectStripe({ label: "stripeSecretKey", value }, { STRIPE_API_BASE: emulator.url }, policy);
}

function answer(status: number, error: object, times = 1): void {
  const reply = { status, headers: { "content-type": "application/json" }, body: JSON.stringify({ error }) };
  emulator.faults.push({ matches: () => true, effect: { kind: "reply", reply, processed: false }, times });
}

describe("an endpoint", () => {
  it("is created, read, changed and removed in our words", async () => {
    const stripe = connect();
    const { endpoint, isReplay } = await stripe.create(settings, "2025-01-27.acacia", "key-1");
    const { signingSecret, ...rest } = endpoint ?? { id: "none" };
    expect(signingSecret).toMatch(/^whsec_/);
    expect([rest, isReplay]).toEqual([
      {
        id: expect.any(String),
        ...settings,
        enabled: true,
        livemode: false,
        createdAt: expect.any(Date),
        apiVersion: "2025-01-27.acacia",
      },
      false,
    ]);
    await expect(stripe.retrieve(rest.id)).resolves.toEqual(rest);
    const disabled = () => stripe.update(rest.id, settings, false);
    await expect(noteAsked("update", rest.id, { enabled: false }, disabled)).resolves.toEqual({
      ...rest,
      enabled: false,
    });
    await stripe.remove(rest.id);
    await expect(stripe.list()).resolves.toEqual([]);
  });

  it("is told from the replay of an earlier answer", async () => {
    const stripe = connect();
    const first = await stripe.create(settings, undefined, "key-1");
    await expect(stripe.create(settings, undefined, "key-1")).resolves.toEqual({ ...first, isReplay: true });
  });

  it("is missing in the replay of an answer that was a failure", async () => {
    const stripe = connect();
    emulator.breakWrites(1);
    await expect(stripe.create(settings, undefined, "key-1")).resolves.toEqual({ isReplay: true });
    await expect(stripe.create(settings, undefined, "key-2")).resolves.toMatchObject({ isReplay: false });
  });

  it("has no API version where the account's applies", async () => {
    const { endpoint } = await connect().create(settings, undefined, "key-1");
    expect(endpoint).not.toHaveProperty("apiVersion");
  });
});

it("lists the endpoints of all pages", async () => {
  const urls = Array.from({ length: 205 }, (_, index) => `https://example.com/${index}`);
  for (const url of urls)
    emulator.addEndpoint(acme.accountId, "test", { url, enabled_events: ["charge.failed"] });
  const listed = await connect().list();
  expect(listed.map(({ url }) => url).sort()).toEqual(urls.sort());
});

describe("the account", () => {
  it("is the key's own", async () => {
    await expect(connect().accountId()).resolves.toBe(acme.accountId);
  });

  it("is the one that Stripe names when it denies a restricted key to read it", async () => {
    const key = fakeKey("rk", "test", "restricted");
    emulator.addKey(acme.accountId, { key, permissions: ["webhook_write"] });
    await expect(connect(key).accountId()).resolves.toBe(acme.accountId);
  });

  it("is not believed from any other refusal", async () => {
    answer(401, { message: `Expired API Key provided on account '${acme.accountId}'` });
    await expect(connect().accountId()).rejects.toMatchObject({ code: "key-refused" });
  });
});

describe("trouble that passes", () => {
  it.each([
    ["too many requests", 429],
    ["an internal error", 500],
    ["an overload", 503],
  ])("is waited out: %s", async (_, status) => {
    answer(status, { message: "later" }, 2);
    await expect(connect().list()).resolves.toEqual([]);
    expect(emulator.calls.map((call) => call.status)).toEqual([status, status, 200]);
  });

  it("makes one endpoint when the answer to a create is lost", async () => {
    const effect = { kind: "cut", processed: true } as const;
    emulator.faults.push({ matches: ({ isWrite }) => isWrite, effect, times: 1 });
    await expect(connect().create(settings, undefined, "key-1")).resolves.toMatchObject({ isReplay: true });
    expect(emulator.endpoints(acme.accountId, "test")).toHaveLength(1);
  });
});

it("tells Stripe who asks, and sends no telemetry", async () => {
  await connect().list();
  const { headers } = emulator.calls[0]?.request ?? {};
  expect(headers?.["user-agent"]).toContain("plenigo-stripe");
  expect(headers).not.toHaveProperty("x-stripe-client-telemetry");
});
