import {
  acme,
  endpoints,
  only,
  other,
  printed,
  provider,
  provisioned,
  stripe,
  useProviders,
  withKey,
} from "../support/provider-fixture";

useProviders();

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
  expect(await printed()).not.toMatch(/(sk|rk)_(test|live)_\w{6}|whsec_\w{6}/);
});
