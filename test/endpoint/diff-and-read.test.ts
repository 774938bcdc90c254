import { fakeKey } from "../../sandbox/emulators/stripe/fake-keys";
import {
  acme,
  other,
  provider,
  provisioned,
  stripe,
  useProviders,
  withKey,
} from "../support/provider-fixture";

useProviders();

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
  it("finds an unchanged endpoint as the check had declared it, so that a preview shows no difference", async () => {
    const running = await provider();
    const { id, outs, inputs } = await provisioned(running);
    const found = await running.read(id, outs);
    expect(found.inputs).toEqual({ ...inputs, signingSecret: outs.signingSecret });
  });

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

  it("never takes a key of the other mode, which sees no endpoint, for a deletion", async () => {
    const { id, outs } = await provisioned(await provider());
    const live = fakeKey("sk", "live", "acme");
    stripe.addKey(acme.accountId, { key: live });
    await expect((await provider(withKey(live))).read(id, outs)).rejects.toThrow(/key-mode-mismatch/);
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
    await expect(running.read(id, outs)).rejects.toThrow(new RegExp(`${code}: could not list the endpoints`));
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

  it("tells a later refresh that the endpoint can be read again", async () => {
    const { id, outs } = await provisioned(await provider());
    const dead = await (await provider(withKey(fakeKey("sk", "test", "dead")))).read(id, outs);
    const running = await provider();
    const { props, inputs } = await running.read(id, dead.props);
    expect([props.unreadable, inputs.unreadable]).toEqual([undefined, undefined]);
    expect((await running.diff(id, props, dead.inputs)).changes).toBe(true);
  });
});
