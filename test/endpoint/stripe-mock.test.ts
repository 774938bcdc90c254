import { fakeKey } from "../../sandbox/emulators/stripe/fake-keys";
import { type EndpointInputs, settingsOf } from "../../src/endpoint/endpoint-state";
import { enabledEventsFor } from "../../src/endpoint/required-events";
import { connectStripe, type EndpointsApi } from "../../src/stripe/endpoints-api";
import { findStripeMock, type StripeMock, startStripeMock } from "../support/stripe-mock";
import { tenant } from "../support/tenant";

const program = findStripeMock(process.env);
const { inputs } = tenant();
const settings = (changes: Partial<EndpointInputs> = {}) => settingsOf({ ...inputs, ...changes });
const withEvents = (...names: string[]) => ({ ...settings(), enabledEvents: enabledEventsFor(names) });

const bodies = [
  ["of a tenant without wishes", settings()],
  ["with additional events", withEvents("charge.refunded", "customer.created")],
  ["with an empty description", settings({ description: "" })],
  ["with the longest description", settings({ description: "x".repeat(5000) })],
] as const;

const describeWithMock = program ? describe : describe.skip;
const reason = program
  ? ""
  : " (skipped: no stripe-mock in STRIPE_MOCK, on PATH or in .sandbox/tools/stripe-mock/bin)";

describeWithMock(`stripe-mock${reason}`, () => {
  let mock: StripeMock | undefined;
  let stripe: EndpointsApi;

  beforeAll(async () => {
    mock = await startStripeMock(program ?? "");
    const key = { label: "stripeSecretKey", value: fakeKey("sk", "test", "mock") };
    const policy = { budgetMs: 30_000, now: Date.now, sleep: async () => {} };
    stripe = connectStripe(key, { STRIPE_API_BASE: mock.url }, policy);
  });
  afterAll(() => mock?.stop());

  it.each(bodies)("accepts a create %s", async (_, body) => {
    const { endpoint, isReplay } = await stripe.create(body, undefined, "plenigo-stripe-0");
    expect(endpoint?.id).toMatch(/^we_/);
    expect(isReplay).toBe(false);
  });

  it("accepts a create with an API version", async () => {
    await expect(stripe.create(settings(), "2025-01-27.acacia", "plenigo-stripe-1")).resolves.toBeTruthy();
  });

  it.each(bodies)("accepts an update %s", async (_, body) => {
    await expect(stripe.update("we_1", body, true)).resolves.toMatchObject({ id: "we_1" });
  });

  it("accepts an update that disables", async () => {
    await expect(stripe.update("we_1", settings(), false)).resolves.toMatchObject({ id: "we_1" });
  });

  it("answers the reads and the removal in the form that we take apart", async () => {
    const [first] = await stripe.list();
    expect(first).toMatchObject({ id: expect.stringMatching(/^we_/), enabled: true, livemode: false });
    await expect(stripe.retrieve("we_1")).resolves.toMatchObject({ id: "we_1", metadata: {} });
    await expect(stripe.accountId()).resolves.toMatch(/^acct_/);
    await expect(stripe.remove("we_1")).resolves.toBeUndefined();
  });

  it("refuses an event that does not exist, in a create and in an update", async () => {
    const body = withEvents("charge.refundde");
    const refusal = { code: "stripe-refused", message: expect.stringContaining("enabled_events") };
    await expect(stripe.create(body, undefined, "plenigo-stripe-2")).rejects.toMatchObject(refusal);
    await expect(stripe.update("we_1", body, true)).rejects.toMatchObject(refusal);
  });

  it("refuses a parameter that a create does not have", async () => {
    const body = new URLSearchParams({
      url: inputs.url,
      "enabled_events[0]": "charge.failed",
      disabled: "true",
    });
    const headers = { authorization: `Bearer ${stripe.key.value}` };
    const answer = await fetch(`${mock?.url}/v1/webhook_endpoints`, { method: "POST", headers, body });
    expect([answer.status, await answer.text()]).toEqual([
      400,
      expect.stringContaining("additional properties"),
    ]);
  });
});
