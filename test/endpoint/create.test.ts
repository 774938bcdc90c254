import {
  acme,
  addKey,
  endpoints,
  only,
  provider,
  provisioned,
  stripe,
  useProviders,
  withKey,
} from "../support/provider-fixture";
import { tenant } from "../support/tenant";

useProviders();

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
