import { fakeAccountId, fakeKey } from "../../sandbox/emulators/stripe/fake-keys";
import {
  type KeySeed,
  type StripeEmulator,
  startStripeEmulator,
} from "../../sandbox/emulators/stripe/stripe-emulator";
import { UNKNOWN } from "../../src/endpoint/endpoint-state";
import { type ProviderProcess, startProvider } from "../support/dynamic-provider";
import { tenant } from "../support/tenant";

const acme = tenant();
const other = {
  account: fakeAccountId("other"),
  key: fakeKey("sk", "test", "other", fakeAccountId("other")),
};

let stripe: StripeEmulator;
let providers: ProviderProcess[] = [];

beforeEach(async () => {
  const accounts = [
    { id: acme.accountId, keys: [{ key: acme.secretKey }] },
    { id: other.account, keys: [{ key: other.key }] },
  ];
  stripe = await startStripeEmulator({ accounts });
});

afterEach(async () => {
  for (const provider of providers) provider.stop();
  providers = [];
  await stripe.close();
});

async function provider(
  config: Record<string, string> = {},
  env: NodeJS.ProcessEnv = {},
): Promise<ProviderProcess> {
  const started = await startProvider(
    { ...acme.config, ...config },
    { STRIPE_API_BASE: stripe.url, PLENIGO_STRIPE_RETRY_BUDGET_MS: "600", ...env },
  );
  providers.push(started);
  return started;
}

const withKey = (key: string) => ({ "plenigo-stripe:stripeSecretKey": key });
const endpoints = () => stripe.endpoints(acme.accountId, "test");
const writes = () => stripe.calls.filter(({ isWrite }) => isWrite).map(({ operation }) => operation);
const only = <T>(list: readonly T[]): T => {
  expect(list).toHaveLength(1);
  return list[0] as T;
};

async function provisioned(running: ProviderProcess) {
  const { inputs } = await running.check({}, acme.inputs);
  const created = await running.create(inputs);
  return { ...created, inputs };
}

function addKey(seed: Omit<KeySeed, "key">): string {
  const key = fakeKey("rk", "test", JSON.stringify(seed));
  stripe.addKey(acme.accountId, { key, ...seed });
  return key;
}

describe("create", () => {
  it("makes one enabled endpoint with the declared URL, events and marks, and returns its signing secret", async () => {
    const { id, outs } = await provisioned(await provider());
    const endpoint = only(endpoints());
    expect(endpoint).toMatchObject({
      id,
      url: acme.inputs.url,
      status: "enabled",
      metadata: acme.inputs.marks,
    });
    expect([...endpoint.enabled_events].sort()).toEqual(Object.keys(acme.inputs.enabledEvents));
    expect(outs.signingSecret === endpoint.secret).toBe(true);
  });

  it("passes an API version on to Stripe", async () => {
    const running = await provider();
    await running.create({ ...acme.inputs, apiVersion: "2025-01-27.acacia" });
    expect(only(endpoints()).api_version).toBe("2025-01-27.acacia");
  });

  it("deletes the endpoint again when Stripe hides the signing secret from the key, and says so", async () => {
    const key = addKey({
      permissions: ["webhook_write", "accounts_kyc_basic_read"],
      hidesSigningSecret: true,
    });
    await expect((await provider(withKey(key))).create(acme.inputs)).rejects.toThrow(
      /signing-secret-missing: Stripe made endpoint we_\w+, but its answer to stripeSecretKey holds no signing secret[\s\S]*deleted again/,
    );
    expect(endpoints()).toEqual([]);
  });

  it("makes a live endpoint after a destroy within the same day, never the replay of the deleted one", async () => {
    const running = await provider();
    const first = await provisioned(running);
    await running.remove(first.id, first.outs);
    const second = await provisioned(await provider());
    expect(second.id).not.toBe(first.id);
    expect(only(endpoints())).toMatchObject({ id: second.id });
    expect(only(endpoints()).secret === second.outs.signingSecret).toBe(true);
  });

  it("finds its endpoint again when the answer to the create was lost", async () => {
    stripe.faults.push({
      matches: ({ operation }) => operation === "POST /v1/webhook_endpoints",
      effect: { kind: "cut", processed: true },
      times: Number.POSITIVE_INFINITY,
    });
    await expect((await provider()).create(acme.inputs)).rejects.toThrow(/stripe-unavailable/);
    stripe.faults.length = 0;
    const { id, outs } = await provisioned(await provider());
    expect(only(endpoints()).id).toBe(id);
    expect(only(endpoints()).secret === outs.signingSecret).toBe(true);
  });

  it("names the limit and what uses it when the account has no room, and writes nothing", async () => {
    for (let index = 0; index < 16; index += 1) {
      const url = `https://example.com/${index}`;
      stripe.addEndpoint(acme.accountId, "test", { url, enabled_events: ["charge.failed"] });
    }
    await expect((await provider()).create(acme.inputs)).rejects.toThrow(
      /endpoint-limit-reached: [^\n]*16 webhook endpoints[\s\S]*https:\/\/example\.com\/0/,
    );
    expect(endpoints()).toHaveLength(16);
  });
});

describe("two stacks of one account", () => {
  it("leave each other's endpoints alone", async () => {
    const running = await provider();
    const first = await provisioned(running);
    const beta = tenant({ label: "beta" });
    const marks = { ...beta.inputs.marks, plenigo_stack: "beta.stage" };
    const { id, outs } = await running.create({ ...beta.inputs, stripeAccountId: acme.accountId, marks });
    expect(endpoints().map((endpoint) => endpoint.id)).toEqual([first.id, id]);
    await running.remove(id, outs);
    expect(only(endpoints()).id).toBe(first.id);
  });
});

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

  it("finds a foreign endpoint beyond the first page", async () => {
    await stripe.close();
    stripe = await startStripeEmulator({
      accounts: [{ id: acme.accountId, keys: [{ key: acme.secretKey }] }],
      endpointLimit: 200,
    });
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

  it("looks for foreign endpoints only before a create and when the URL changes", async () => {
    const running = await provider();
    const { inputs } = await provisioned(running);
    stripe.calls.length = 0;
    await running.check(inputs, acme.inputs);
    expect(stripe.calls.map(({ operation }) => operation)).not.toContain("GET /v1/webhook_endpoints");
    await running.check({ ...inputs, url: "https://example.com/before" }, acme.inputs);
    expect(stripe.calls.map(({ operation }) => operation)).toContain("GET /v1/webhook_endpoints");
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
    expect(only(failures)).toContain("pulumi config rm apiVersion --stack stage");
  });
});

describe("diff", () => {
  const drifts: readonly [string, (inputs: typeof acme.inputs) => Record<string, unknown>, boolean][] = [
    ["nothing", () => ({}), false],
    ["the URL", () => ({ url: "https://example.com" }), true],
    [
      "a missing event",
      ({ enabledEvents }) => ({ enabledEvents: { ...enabledEvents, "charge.dispute.created": undefined } }),
      true,
    ],
    [
      "an extra event",
      ({ enabledEvents }) => ({ enabledEvents: { ...enabledEvents, "charge.failed": true } }),
      true,
    ],
    [
      "another order of events",
      ({ enabledEvents }) => ({ enabledEvents: Object.fromEntries(Object.entries(enabledEvents).reverse()) }),
      false,
    ],
    ["the description", () => ({ description: "" }), true],
    ["a disabled endpoint", () => ({ enabled: false }), true],
    ["the marks", ({ marks }) => ({ marks: { ...marks, plenigo_stack: "before" } }), true],
    [
      "another order of marks",
      ({ marks }) => ({ marks: Object.fromEntries(Object.entries(marks).reverse()) }),
      false,
    ],
    ["a signing secret", () => ({ signingSecret: "known" }), false],
    ["an API version of Stripe's own choice", () => ({ apiVersion: "2020-08-27" }), false],
  ];

  it.each(drifts)("compares %s", async (_, drift, changes) => {
    const actual = JSON.parse(JSON.stringify({ ...acme.inputs, ...drift(acme.inputs) }));
    expect(await (await provider()).diff("we_1", actual, acme.inputs)).toEqual({ changes, replaces: [] });
  });
});

describe("read", () => {
  it("returns what Stripe has and keeps the signing secret", async () => {
    const running = await provider();
    const { id, outs } = await provisioned(running);
    stripe.changeEndpoint(id, {
      url: "https://example.com/moved",
      status: "disabled",
      metadata: { note: "theirs" },
    });
    const { props, inputs } = await running.read(id, outs);
    expect(inputs).toMatchObject({ url: "https://example.com/moved", enabled: false, marks: {} });
    expect(props.signingSecret === outs.signingSecret && inputs.signingSecret === outs.signingSecret).toBe(
      true,
    );
  });

  it("reports a deleted endpoint as gone once the key has proved account and mode", async () => {
    const running = await provider();
    const { id, outs } = await provisioned(running);
    stripe.deleteEndpoint(id);
    expect((await running.read(id, outs)).id).toBe("");
  });

  it("never takes the 404 of another account's key for a deletion", async () => {
    const { id, outs } = await provisioned(await provider());
    await expect((await provider(withKey(other.key))).read(id, outs)).rejects.toThrow(/account-mismatch/);
  });

  it("never takes the other mode's 404 for a deletion", async () => {
    const { id, outs } = await provisioned(await provider());
    const live = fakeKey("sk", "live", "acme");
    stripe.addKey(acme.accountId, { key: live });
    await expect((await provider(withKey(live))).read(id, outs)).rejects.toThrow(/endpoint-in-other-mode/);
  });

  it.each([
    [403, "permission-missing"],
    [429, "stripe-rate-limited"],
    [500, "stripe-unavailable"],
    [503, "stripe-unavailable"],
  ])("fails with a clear error on a lasting %i, after bounded retries", async (status, code) => {
    const running = await provider();
    const { id, outs } = await provisioned(running);
    const reply = {
      status,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ error: { type: "api_error", message: "no" } }),
    };
    stripe.faults.push({
      matches: () => true,
      effect: { kind: "reply", reply, processed: false },
      times: Number.POSITIVE_INFINITY,
    });
    await expect(running.read(id, outs)).rejects.toThrow(new RegExp(`${code}: could not read the endpoint`));
  });

  it("succeeds after two answers of 429", async () => {
    const running = await provider();
    const { id, outs } = await provisioned(running);
    const reply = {
      status: 429,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        error: { type: "invalid_request_error", code: "rate_limit", message: "slow down" },
      }),
    };
    stripe.faults.push({ matches: () => true, effect: { kind: "reply", reply, processed: false }, times: 2 });
    expect((await running.read(id, outs)).id).toBe(id);
  });

  it("reports an endpoint as unreadable when the key is refused, which is drift", async () => {
    const { id, outs, inputs } = await provisioned(await provider());
    const { id: read, props } = await (await provider(withKey(fakeKey("sk", "test", "dead")))).read(id, outs);
    expect(read).toBe(id);
    expect(props.unreadable).toBe("Stripe refused the key stripeSecretKey");
    expect(await (await provider()).diff(id, props, inputs)).toEqual({ changes: true, replaces: [] });
    stripe.deleteEndpoint(id);
    expect(await (await provider()).diff(id, props, inputs)).toEqual({
      changes: true,
      replaces: ["unreadable"],
    });
  });
});

describe("update", () => {
  it("repairs every kind of drift in place and keeps id, signing secret and other people's metadata", async () => {
    const running = await provider();
    const { id, outs, inputs } = await provisioned(running);
    stripe.changeEndpoint(id, {
      url: "https://example.com/moved",
      enabled_events: ["charge.failed"],
      description: "changed",
      status: "disabled",
      metadata: { note: "theirs", plenigo_handed_over_at: "2026-01-01" },
    });
    const { props } = await running.read(id, outs);
    const repaired = await running.update(id, props, inputs);
    expect(only(endpoints())).toMatchObject({
      id,
      url: acme.inputs.url,
      description: "a tenant",
      status: "enabled",
      metadata: { ...acme.inputs.marks, note: "theirs", plenigo_handed_over_at: "2026-01-01" },
    });
    expect(repaired.signingSecret === outs.signingSecret).toBe(true);
    expect(await running.diff(id, repaired, inputs)).toEqual({ changes: false, replaces: [] });
  });

  it("stops when the state has lost the signing secret", async () => {
    const running = await provider();
    const { id, outs, inputs } = await provisioned(running);
    await expect(running.update(id, { ...outs, signingSecret: null }, inputs)).rejects.toThrow(
      /^.*signing-secret-missing/,
    );
  });
});

describe("delete", () => {
  it("removes the endpoint and leaves those of others", async () => {
    const running = await provider();
    const foreign = stripe.addEndpoint(acme.accountId, "test", {
      url: "https://example.com",
      enabled_events: ["*"],
    });
    const { id, outs } = await provisioned(running);
    await running.remove(id, outs);
    expect(only(endpoints()).id).toBe(foreign.id);
  });

  it("is content when the endpoint has gone already", async () => {
    const running = await provider();
    const { id, outs } = await provisioned(running);
    stripe.deleteEndpoint(id);
    await expect(running.remove(id, outs)).resolves.toBeUndefined();
  });

  it("keeps an endpoint that another account's key can't see", async () => {
    const { id, outs } = await provisioned(await provider());
    await expect((await provider(withKey(other.key))).remove(id, outs)).rejects.toThrow(/account-mismatch/);
  });

  it("names the way out when the key of the last up was revoked", async () => {
    const running = await provider();
    const { id, outs } = await provisioned(running);
    stripe.revokeKey(acme.secretKey);
    await expect(running.remove(id, outs)).rejects.toThrow(
      /key-refused: [\s\S]*pulumi destroy --run-program/,
    );
  });
});

it("prints neither keys nor signing secrets, whatever goes wrong", async () => {
  const running = await provider();
  const { id, outs } = await provisioned(running);
  stripe.revokeKey(acme.secretKey);
  await running.remove(id, outs).catch(() => {});
  await running.update(id, outs, acme.inputs).catch(() => {});
  await (await provider(withKey(other.key))).read(id, outs).catch(() => {});
  for (const { output } of providers) expect(output()).not.toMatch(/(sk|rk)_(test|live)_\w{6}|whsec_\w{6}/);
});
