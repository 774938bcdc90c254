import { REQUIRED_EVENTS } from "../../src/endpoint/required-events";
import { callbackUrl } from "../../src/environments";
import { describeWithEngine } from "../support/engine";
import { Journey } from "../support/journey";
import { tenant } from "../support/tenant";

describeWithEngine("a tenant's first update", () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await Journey.open();
  });
  afterAll(() => journey.close());

  it("is announced by a preview that writes nothing to Stripe or AWS", async () => {
    const { code, writes } = await journey.pulumi("preview");
    expect({ code, writes }).toEqual({ code: 0, writes: [] });
  });

  it("writes to AWS only after Stripe has made the endpoint", async () => {
    const { writes } = await journey.up();
    expect(writes).toEqual(["POST /v1/webhook_endpoints", "CreateSecret", "PutSecretValue"]);
  });

  it("makes one enabled endpoint with the derived URL, the 15 events and the stack's marks", () => {
    const { companyId } = journey.tenant;
    expect(journey.endpoint()).toMatchObject({
      url: callbackUrl("stage", companyId),
      enabled_events: expect.arrayContaining(Object.keys(REQUIRED_EVENTS)),
      status: "enabled",
      livemode: false,
      metadata: {
        managed_by: "plenigo-stripe",
        plenigo_project: "plenigo-stripe",
        plenigo_stack: "stage",
        plenigo_company_id: companyId,
        plenigo_generation: "1",
      },
    });
    expect(journey.endpoint().enabled_events).toHaveLength(15);
  });

  it("stores the connection secret: sorted, strings only, with the endpoint's own signing secret", () => {
    const { companyId, accountId, publishableKey, secretKey } = journey.tenant;
    const { id, secret, url } = journey.endpoint();
    const expected = {
      companyId,
      environment: "stage",
      schemaVersion: "1",
      stripeAccountId: accountId,
      stripePublishableKey: publishableKey,
      stripeSecretKey: secretKey,
      webhookEndpointId: id,
      webhookSigningSecret: secret,
      webhookUrl: url,
    };
    expect(journey.aws.currentValue(journey.secretName) === JSON.stringify(expected)).toBe(true);
  });

  it("tags the secret and lets AWS delete it at once on stage", () => {
    expect(journey.aws.secret(journey.secretName)).toMatchObject({
      tags: {
        "managed-by": "plenigo-stripe",
        "plenigo:company-id": journey.tenant.companyId,
        "plenigo:environment": "stage",
        "pulumi:project": "plenigo-stripe",
        "pulumi:stack": "stage",
        "stripe:account-id": journey.tenant.accountId,
        "stripe:mode": "test",
      },
    });
    expect(journey.resource("secret:Secret")).toMatchObject({ outputs: { recoveryWindowInDays: 0 } });
    expect(journey.resource("secret:Secret")?.protect ?? false).toBe(false);
  });

  it("returns the outputs that other programs rely on, none of them secret", async () => {
    const { stdout } = await journey.pulumi("stack", "output", "--json");
    expect(JSON.parse(stdout)).toEqual({
      environment: "stage",
      companyId: journey.tenant.companyId,
      stripeAccountId: journey.tenant.accountId,
      webhookUrl: journey.endpoint().url,
      webhookEndpointId: journey.endpoint().id,
      connectionSecretName: journey.secretName,
      connectionSecretArn: journey.aws.secret(journey.secretName)?.arn,
    });
  });

  it("is left alone by an unchanged up, which makes no write to Stripe or AWS, and by the drift check, which exits with 0", async () => {
    const { code } = await journey.preview();
    const { writes } = await journey.up();
    expect({ code, writes }).toEqual({ code: 0, writes: [] });
  });

  it("changes a description in place, with the same id and signing secret", async () => {
    const { id, secret } = journey.endpoint();
    await journey.configure("description", "shown in Stripe");
    const { writes } = await journey.up();
    expect(writes).toEqual(["POST /v1/webhook_endpoints/{id}"]);
    expect(journey.endpoint()).toMatchObject({ id, description: "shown in Stripe" });
    expect(journey.endpoint().secret === secret).toBe(true);
  });

  it("keeps every output when an optional value is taken out again", async () => {
    const { secret } = journey.endpoint();
    await journey.pulumi("config", "rm", "plenigo-stripe:description");
    await journey.up();
    expect(journey.connection().webhookSigningSecret === secret).toBe(true);
    expect((await journey.preview()).code).toBe(0);
  });

  it("ends with a destroy that takes endpoint and secret away, after which an update works at once", async () => {
    const { code, writes } = await journey.pulumi("destroy", "--yes", "--skip-preview");
    expect({ code, writes }).toEqual({
      code: 0,
      writes: ["DeleteSecret", "DELETE /v1/webhook_endpoints/{id}"],
    });
    expect([journey.endpoints(), journey.aws.secrets()]).toEqual([[], []]);
    await journey.up();
    expect(journey.connection().webhookSigningSecret === journey.endpoint().secret).toBe(true);
  });
});

describeWithEngine("a live tenant", () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await Journey.provisioned({ who: tenant({ environment: "live" }), stack: "acme.live" });
  });
  afterAll(() => journey.close());

  it("gets a live endpoint with plenigo's live URL", () => {
    const url = callbackUrl("live", journey.tenant.companyId);
    expect(journey.endpoint()).toMatchObject({ url, livemode: true });
    expect(journey.connection()).toMatchObject({ environment: "live", webhookUrl: url });
  });

  it("has a connection secret that AWS keeps for 30 days and Pulumi protects", () => {
    expect(journey.resource("secret:Secret")).toMatchObject({
      protect: true,
      outputs: { recoveryWindowInDays: 30 },
    });
    expect(journey.resource("secretVersion:SecretVersion")?.protect ?? false).toBe(false);
    expect(journey.resource("WebhookEndpoint")?.protect ?? false).toBe(false);
  });

  it("is not destroyed by mistake: the destroy stops before anything is deleted", async () => {
    const { code, writes, text } = await journey.pulumi("destroy", "--yes");
    expect({ code, writes }).toEqual({ code: expect.not.stringMatching("0"), writes: [] });
    expect(text).toMatch(/protect/);
    expect(journey.endpoint().status).toBe("enabled");
  });

  it("still takes a new secret key, which changes the connection secret alone", async () => {
    const { id } = journey.endpoint();
    const key = `${journey.tenant.secretKey}new`;
    journey.stripe.addKey(journey.tenant.accountId, { key });
    await journey.configure("stripeSecretKey", key, true);
    expect((await journey.up()).writes).toEqual(["PutSecretValue"]);
    expect(journey.connection().stripeSecretKey === key).toBe(true);
    expect(journey.endpoint().id).toBe(id);
  });
});
