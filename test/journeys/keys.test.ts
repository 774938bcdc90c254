import { fakeKey } from "../../sandbox/emulators/stripe/fake-keys";
import { describeWithEngine } from "../support/engine";
import { Journey } from "../support/journey";

describeWithEngine("a change of keys", () => {
  let journey: Journey;
  let newKey: string;
  beforeEach(async () => {
    journey = await Journey.provisioned();
    newKey = fakeKey("sk", "test", "new", journey.tenant.accountId);
    journey.stripe.addKey(journey.tenant.accountId, { key: newKey });
  });
  afterEach(() => journey.close());

  it("of stripeSecretKey updates the connection secret, leaves the endpoint untouched, and serves the destroy", async () => {
    await journey.configure("stripeSecretKey", newKey, true);
    expect((await journey.up()).writes).toEqual(["PutSecretValue"]);
    expect(journey.connection().stripeSecretKey === newKey).toBe(true);
    journey.stripe.revokeKey(journey.tenant.secretKey);
    expect((await journey.pulumi("destroy", "--yes", "--skip-preview")).code).toBe(0);
    expect(journey.endpoints()).toEqual([]);
  });

  it("after a 401 while refreshing: drift, never deleted, and the same plain update works with the key of today", async () => {
    journey.stripe.revokeKey(journey.tenant.secretKey);
    await journey.configure("stripeSecretKey", newKey, true);
    const { id } = journey.endpoint();
    expect((await journey.preview()).code).toBe(7);
    await journey.up();
    expect(journey.endpoint().id).toBe(id);
    expect((await journey.preview()).code).toBe(0);
  });

  it("after a 401 while refreshing: a plain update works also when the endpoint has gone meanwhile", async () => {
    journey.stripe.revokeKey(journey.tenant.secretKey);
    await journey.configure("stripeSecretKey", newKey, true);
    const { id } = journey.endpoint();
    journey.stripe.deleteEndpoint(id);
    await journey.up();
    expect(journey.endpoint().id).not.toBe(id);
    expect(journey.connection().webhookSigningSecret === journey.endpoint().secret).toBe(true);
    expect((await journey.preview()).code).toBe(0);
  });

  it("after a 401 while refreshing: fails with the reason when the key of today is refused too", async () => {
    journey.stripe.revokeKey(journey.tenant.secretKey);
    const { code, text, writes } = await journey.pulumi("up", "--yes", "--skip-preview");
    expect({ failed: code !== 0, writes }).toEqual({ failed: true, writes: [] });
    expect(text).toMatch(/key-refused: [^\n]*Stripe refuses the key[\s\S]*stripeSecretKey/);
    expect(journey.resource("WebhookEndpoint")?.id).toBe(journey.endpoint().id);
  });

  it("makes a destroy name --run-program when the key of the last update was revoked, and that works", async () => {
    journey.stripe.revokeKey(journey.tenant.secretKey);
    await journey.configure("stripeSecretKey", newKey, true);
    const { code, text } = await journey.pulumi("destroy", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(text).toMatch(/key-refused: [\s\S]*pulumi destroy --run-program/);
    expect((await journey.pulumi("destroy", "--run-program", "--yes", "--skip-preview")).code).toBe(0);
    expect(journey.endpoints()).toEqual([]);
  });
});

describeWithEngine("a deploy key", () => {
  it("manages the endpoint and is never stored in the connection secret", async () => {
    const deployKey = fakeKey("rk", "test", "deploy");
    const journey = await Journey.open({ encrypted: { stripeDeployKey: deployKey } });
    journey.stripe.addKey(journey.tenant.accountId, { key: deployKey, permissions: ["webhook_write"] });
    await journey.up();
    expect(JSON.stringify(journey.connection())).not.toContain(deployKey);
    expect(journey.connection().stripeSecretKey === journey.tenant.secretKey).toBe(true);
    await journey.close();
  });

  it("is enough for an account that is linked by Stripe Connect: the connection secret has no keys", async () => {
    const deployKey = fakeKey("rk", "test", "deploy");
    const encrypted = { stripeSecretKey: undefined, stripeDeployKey: deployKey };
    const journey = await Journey.open({ plain: { stripePublishableKey: undefined }, encrypted });
    journey.stripe.addKey(journey.tenant.accountId, { key: deployKey, permissions: ["webhook_write"] });
    await journey.up();
    expect(Object.keys(journey.connection())).toEqual([
      "companyId",
      "environment",
      "schemaVersion",
      "stripeAccountId",
      "webhookEndpointId",
      "webhookSigningSecret",
      "webhookUrl",
    ]);
    await journey.close();
  });
});
