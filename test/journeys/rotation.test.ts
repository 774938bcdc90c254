import { describeWithEngine } from "../support/engine";
import { Journey } from "../support/journey";
import { tenant } from "../support/tenant";

const CREATE = "POST /v1/webhook_endpoints";
const UPDATE = "POST /v1/webhook_endpoints/{id}";
const DELETE = "DELETE /v1/webhook_endpoints/{id}";

// On live, where the secret is protected; the rules are the same on stage.
describeWithEngine("a rotation with overlap", () => {
  let journey: Journey;
  let old: ReturnType<Journey["endpoint"]>;
  beforeAll(async () => {
    journey = await Journey.provisioned({ who: tenant({ environment: "live" }) });
    old = journey.endpoint();
  });
  afterAll(() => journey.close());

  const current = () => journey.endpoints().find(({ metadata }) => metadata.plenigo_generation === "2");

  it("is refused without a word of the previous endpoint, and nothing is written", async () => {
    await journey.configure("signingSecretGeneration", "2");
    const { code, text, writes } = await journey.preview();
    expect({ failed: code !== 0, writes }).toEqual({ failed: true, writes: [] });
    expect(text).toMatch(
      /rotation-refused: the endpoint of generation 1 is still there[\s\S]*previousGeneration enabled --stack/,
    );
  });

  it("makes a second endpoint beside the first and stores both secrets", async () => {
    await journey.configure("previousGeneration", "enabled");
    const { writes } = await journey.up();
    expect([...writes].sort()).toEqual([CREATE, UPDATE, "PutSecretValue"].sort());
    expect(writes.indexOf("PutSecretValue")).toBeGreaterThan(writes.indexOf(CREATE));
    expect(journey.endpoints().map(({ status }) => status)).toEqual(["enabled", "enabled"]);
    const { webhookEndpointId, previousWebhookEndpointId, ...secrets } = journey.connection();
    expect([webhookEndpointId, previousWebhookEndpointId]).toEqual([current()?.id, old.id]);
    expect(
      secrets.webhookSigningSecret === current()?.secret &&
        secrets.previousWebhookSigningSecret === old.secret,
    ).toBe(true);
    expect((await journey.preview()).code).toBe(0);
  });

  it("switches the previous endpoint off, and on again, and changes nothing else", async () => {
    for (const state of ["disabled", "enabled", "disabled"]) {
      await journey.configure("previousGeneration", state);
      expect((await journey.up()).writes).toEqual([UPDATE]);
      expect(journey.endpoints().map(({ status }) => status)).toEqual([state, "enabled"]);
    }
  });

  it("refuses to forget the previous endpoint or to go back", async () => {
    await journey.pulumi("config", "rm", "plenigo-stripe:previousGeneration");
    expect((await journey.preview()).text).toMatch(
      /rotation-refused: the endpoint of generation 1 is still there/,
    );
    await journey.configure("signingSecretGeneration", "1");
    const { text, writes } = await journey.preview();
    expect(text).toMatch(/rotation-refused: signingSecretGeneration is 1, but generation 2 is in use/);
    expect(writes).toEqual([]);
    await journey.configure("signingSecretGeneration", "2");
  });

  it("removes the previous endpoint only after its secret has left the connection secret", async () => {
    await journey.configure("previousGeneration", "removed");
    expect((await journey.up()).writes).toEqual(["PutSecretValue", DELETE]);
    expect(journey.endpoint().id).toBe(current()?.id);
    expect(journey.connection()).not.toHaveProperty("previousWebhookEndpointId");
    await journey.pulumi("config", "rm", "plenigo-stripe:previousGeneration");
    expect((await journey.preview()).code).toBe(0);
  });
});

describeWithEngine("a rotation in one step", () => {
  it("stores the new secret before the leaked one's endpoint goes, and warns of what stops", async () => {
    const journey = await Journey.provisioned({ standing: "none" });
    const { id } = journey.endpoint();
    await journey.configure("signingSecretGeneration", "2");
    await journey.configure("previousGeneration", "removed");
    const { writes, text } = await journey.up();
    expect(writes).toEqual([CREATE, "PutSecretValue", DELETE]);
    expect(text).toMatch(/warning: the endpoint of generation 1 is removed in this run/);
    expect(journey.endpoint().id).not.toBe(id);
    expect(journey.connection().webhookSigningSecret === journey.endpoint().secret).toBe(true);
    await journey.close();
  });
});

describeWithEngine("a rotation", () => {
  it("brings a new API version; the previous endpoint keeps its own, and without a rotation it is refused", async () => {
    const journey = await Journey.provisioned({ plain: { apiVersion: "2024-06-20" } });
    await journey.configure("apiVersion", "2025-01-27.acacia");
    expect((await journey.preview()).text).toMatch(/api-version-fixed: [\s\S]*signingSecretGeneration 2/);
    await journey.configure("signingSecretGeneration", "2");
    await journey.configure("previousGeneration", "enabled");
    await journey.up();
    expect(journey.endpoints().map(({ api_version }) => api_version)).toEqual([
      "2024-06-20",
      "2025-01-27.acacia",
    ]);
    expect((await journey.preview()).code).toBe(0);
    await journey.close();
  });

  it("does not make a previous endpoint again that was deleted by hand", async () => {
    const journey = await Journey.provisioned();
    const { id } = journey.endpoint();
    await journey.configure("signingSecretGeneration", "2");
    await journey.configure("previousGeneration", "enabled");
    await journey.up();
    journey.stripe.deleteEndpoint(id);
    const { text, writes } = await journey.pulumi("up", "--yes", "--skip-preview");
    expect(text).toMatch(
      /rotation-refused: there is no endpoint of generation 1 any more[\s\S]*previousGeneration removed/,
    );
    expect(writes).toEqual([]);
    await journey.configure("previousGeneration", "removed");
    await journey.up();
    expect(journey.connection()).not.toHaveProperty("previousWebhookEndpointId");
    await journey.close();
  });
});
