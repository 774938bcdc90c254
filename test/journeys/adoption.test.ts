import { fakeSigningSecret } from "../../sandbox/emulators/stripe/fake-keys";
import { callbackUrl } from "../../src/environments";
import { describeWithEngine } from "../support/engine";
import { Journey } from "../support/journey";

/** A journey whose Stripe account has an endpoint that somebody made by hand. */
async function withHandMade(changes: { url?: string; metadata?: Record<string, string> } = {}) {
  const journey = await Journey.open();
  const url = callbackUrl("stage", journey.tenant.companyId);
  const seed = {
    url,
    enabled_events: ["charge.failed"],
    description: "by hand",
    metadata: { note: "theirs" },
    ...changes,
  };
  const endpoint = journey.stripe.addEndpoint(journey.tenant.accountId, "test", seed);
  await journey.configure("adoptEndpointId", endpoint.id);
  await journey.configure("adoptSigningSecret", endpoint.secret, true);
  return { journey, endpoint };
}

describeWithEngine("adoption", () => {
  it("keeps id and signing secret, brings settings and marks in line, and its keys may stay or go", async () => {
    const { journey, endpoint } = await withHandMade();
    const { writes } = await journey.up();
    expect(writes).toEqual(["POST /v1/webhook_endpoints/{id}", "CreateSecret", "PutSecretValue"]);
    expect(journey.endpoint()).toMatchObject({
      id: endpoint.id,
      metadata: { note: "theirs", plenigo_stack: "stage" },
    });
    expect(journey.endpoint().enabled_events).toHaveLength(15);
    expect(journey.connection().webhookSigningSecret === endpoint.secret).toBe(true);
    expect((await journey.preview()).code).toBe(0);
    for (const key of ["adoptEndpointId", "adoptSigningSecret"])
      await journey.pulumi("config", "rm", `plenigo-stripe:${key}`);
    expect((await journey.preview()).code).toBe(0);
    await journey.close();
  });

  it.each([
    ["another URL", { url: "https://example.com/hook" }, /its URL is https:\/\/example\.com\/hook/],
    [
      "another stack of ours",
      {
        metadata: {
          managed_by: "plenigo-stripe",
          plenigo_project: "plenigo-stripe",
          plenigo_stack: "other.stage",
        },
      },
      /it belongs to somebody else \(of stack other\.stage in project plenigo-stripe\)/,
    ],
  ])("refuses an endpoint of %s in the preview", async (_, changes, message) => {
    const { journey } = await withHandMade(changes);
    const { code, text, writes } = await journey.preview();
    expect({ failed: code !== 0, writes }).toEqual({ failed: true, writes: [] });
    expect(text).toMatch(/adoption-refused: /);
    expect(text).toMatch(message);
    await journey.close();
  });

  it("refuses an id that is not there, naming the keys to take out", async () => {
    const { journey, endpoint } = await withHandMade();
    journey.stripe.deleteEndpoint(endpoint.id);
    const { text, writes } = await journey.preview();
    expect(text).toMatch(
      /adoption-refused: [\s\S]*there is no such endpoint[\s\S]*config rm-all plenigo-stripe:adoptEndpointId plenigo-stripe:adoptSigningSecret/,
    );
    expect(writes).toEqual([]);
    await journey.close();
  });

  it("refuses a malformed signing secret without repeating it", async () => {
    const { journey } = await withHandMade();
    await journey.configure("adoptSigningSecret", "half-a-secret", true);
    const { text } = await journey.preview();
    expect(text).toMatch(/adoptSigningSecret must be the endpoint's signing secret/);
    expect(text).not.toContain("half-a-secret");
    await journey.close();
  });

  it("is refused where the stack has an endpoint already", async () => {
    const journey = await Journey.provisioned();
    await journey.configure("adoptEndpointId", "we_another");
    await journey.configure("adoptSigningSecret", fakeSigningSecret("another"), true);
    const { code, text, writes } = await journey.preview();
    expect({ failed: code !== 0, writes }).toEqual({ failed: true, writes: [] });
    expect(text).toMatch(/adoption-refused: [\s\S]*the stack has an endpoint already/);
    await journey.close();
  });
});
