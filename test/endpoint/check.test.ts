import { fakeKey } from "../../sandbox/emulators/stripe/fake-keys";
import { UNKNOWN } from "../../src/endpoint/endpoint-state";
import {
  acme,
  addKey,
  only,
  other,
  provider,
  provisioned,
  stripe,
  useProviders,
  withKey,
  writes,
} from "../support/provider-fixture";

useProviders();

describe("check", () => {
  const foreignUrls = [
    ["the same URL", acme.inputs.url],
    ["a trailing slash", `${acme.inputs.url}/`],
    ["another letter case of the host", acme.inputs.url.replace("callbacks.plenigo", "Callbacks.Plenigo")],
  ];

  it.each(foreignUrls)("refuses a foreign endpoint with %s, names it, and writes nothing", async (_, url) => {
    const { id } = stripe.addEndpoint(acme.accountId, "test", { url, enabled_events: ["charge.failed"] });
    const { failures } = await (await provider()).check({}, acme.inputs);
    expect(only(failures)).toMatch(new RegExp(`^foreign-endpoint: .*${id}`));
    expect(writes()).toEqual([]);
  });

  it.each([
    ["denied", 403, "permission-missing"],
    ["out of order", 500, "stripe-unavailable"],
    ["too much at a time", 429, "stripe-rate-limited"],
  ])(
    "fails when the second page of the list is %s, and create writes nothing either",
    async (_, status, code) => {
      for (let index = 0; index < 120; index += 1)
        stripe.addEndpoint(acme.accountId, "test", {
          url: `https://example.com/${index}`,
          enabled_events: ["*"],
        });
      const body = JSON.stringify({ error: { type: "api_error", message: "no" } });
      const reply = { status, headers: { "content-type": "application/json" }, body };
      const matches = ({ request }: { request: { query: URLSearchParams } }) =>
        request.query.has("starting_after");
      stripe.faults.push({
        matches,
        effect: { kind: "reply", reply, processed: false },
        times: Number.POSITIVE_INFINITY,
      });
      const running = await provider();
      const message = new RegExp(`^${code}: [\\s\\S]*list the endpoints`);
      expect(only((await running.check({}, acme.inputs)).failures)).toMatch(message);
      await expect(running.create(acme.inputs)).rejects.toThrow(code);
      expect(writes()).toEqual([]);
    },
  );

  it("finds a foreign endpoint beyond the first page", async () => {
    const { id } = stripe.addEndpoint(acme.accountId, "test", {
      url: acme.inputs.url,
      enabled_events: ["charge.failed"],
    });
    for (let index = 0; index < 120; index += 1) {
      stripe.addEndpoint(acme.accountId, "test", {
        url: `https://example.com/${index}`,
        enabled_events: ["*"],
      });
    }
    expect(only((await (await provider()).check({}, acme.inputs)).failures)).toContain(id);
  });

  it("asks Stripe for the list once for the read and the check of a run", async () => {
    const running = await provider();
    const { id, outs, inputs } = await provisioned(running);
    stripe.calls.length = 0;
    await running.read(id, outs);
    await running.check(inputs, acme.inputs);
    const operations = stripe.calls.map(({ operation }) => operation);
    expect(operations.filter((operation) => operation === "GET /v1/webhook_endpoints")).toHaveLength(1);
    expect(operations).not.toContain("GET /v1/webhook_endpoints/{id}");
  });

  const keys: readonly [string, () => string, RegExp][] = [
    [
      "a key of another account",
      () => other.key,
      new RegExp(`account-mismatch: .*${other.account}.*${acme.accountId}`),
    ],
    ["a key of the other mode", () => fakeKey("sk", "live", "acme"), /key-mode-mismatch: .*live mode.*stage/],
    ["a publishable key", () => acme.publishableKey, /key-mode-mismatch: .*publishable/],
    ["a signing secret", () => `whsec${"_"}${"a".repeat(32)}`, /key-mode-mismatch: .*signing secret/],
    ["a dead key", () => fakeKey("sk", "test", "dead"), /key-refused/],
    [
      "a restricted key that may not list",
      () => addKey({ permissions: ["accounts_kyc_basic_read"] }),
      /permission-missing: [\s\S]*webhook_read/,
    ],
  ];

  it.each(keys)("refuses %s and writes nothing", async (_, key, message) => {
    const { failures } = await (await provider(withKey(key()))).check({}, acme.inputs);
    expect(only(failures)).toMatch(message);
    expect(writes()).toEqual([]);
  });

  it.each([
    ["dead", fakeKey("sk", "test", "dead"), /key-refused: [\s\S]*stripeSecretKey/],
    ["of another account", other.key, /account-mismatch: stripeSecretKey/],
  ])("refuses a stored secret key that is %s although the deploy key works", async (_, stored, message) => {
    const config = { ...withKey(stored), "plenigo-stripe:stripeDeployKey": acme.secretKey };
    expect(only((await (await provider(config)).check({}, acme.inputs)).failures)).toMatch(message);
  });

  it("takes the account of a restricted key from Stripe's refusal to show it", async () => {
    const key = addKey({ permissions: ["webhook_write"] });
    expect((await (await provider(withKey(key))).check({}, acme.inputs)).failures).toEqual([]);
  });

  it("prefers STRIPE_API_KEY over the keys of the configuration", async () => {
    const running = await provider(withKey(acme.secretKey), { STRIPE_API_KEY: other.key });
    expect(only((await running.check({}, acme.inputs)).failures)).toMatch(
      /^account-mismatch: STRIPE_API_KEY/,
    );
  });

  it("lets values pass that another resource has yet to make, and asks Stripe nothing about them", async () => {
    const unknown = { ...acme.inputs, url: UNKNOWN, stripeAccountId: UNKNOWN };
    const { inputs, failures } = await (await provider()).check({}, unknown);
    expect(failures).toEqual([]);
    expect(inputs).toMatchObject({ url: UNKNOWN });
    expect(stripe.calls).toEqual([]);
  });

  it("refuses to move an endpoint to another account, although key and account fit each other", async () => {
    const running = await provider(withKey(other.key));
    const { failures } = await running.check(acme.inputs, { ...acme.inputs, stripeAccountId: other.account });
    expect(only(failures)).toMatch(new RegExp(`account-mismatch: .*${acme.accountId}.*${other.account}`));
    expect(writes()).toEqual([]);
  });

  it("refuses another API version for an endpoint that exists", async () => {
    const { failures } = await (await provider()).check(acme.inputs, {
      ...acme.inputs,
      apiVersion: "2025-01-27.acacia",
    });
    expect(only(failures)).toMatch(/apiVersion is 2025-01-27.acacia, but/);
    expect(only(failures)).toContain("pulumi config rm plenigo-stripe:apiVersion --stack stage");
  });
});
