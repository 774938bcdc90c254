import type { EmulatorReply, FaultEffect } from "../../sandbox/emulators/emulator-server";
import { fakeAccountId, fakeKey } from "../../sandbox/emulators/stripe/fake-keys";
import { describeWithEngine } from "../support/engine";
import { Journey } from "../support/journey";
import { noteAsked } from "../support/writes/notes";

const UP = ["up", "--yes", "--skip-preview"] as const;
const CREATE = "POST /v1/webhook_endpoints";

const json = { "content-type": "application/x-amz-json-1.1" };
const aws = (status: number, type: string): FaultEffect => {
  const headers = { ...json, "x-amzn-errortype": type };
  const reply: EmulatorReply = { status, headers, body: JSON.stringify({ __type: type, Message: "no" }) };
  return { kind: "reply", reply, processed: false };
};
const stripe = (status: number): FaultEffect => {
  const body = JSON.stringify({ error: { type: "api_error", message: "no" } });
  return {
    kind: "reply",
    reply: { status, headers: { "content-type": "application/json" }, body },
    processed: false,
  };
};
const lost: FaultEffect = { kind: "cut", processed: true };

async function expectOneEndpointWithItsSecret(journey: Journey) {
  await journey.up();
  journey.expectOneEndpointWithItsSecret();
  expect((await journey.preview()).code).toBe(0);
}

describeWithEngine("a first update that fails half-way", () => {
  it.each<[string, "stripe" | "aws", string, FaultEffect]>([
    ["Stripe's answer to the create is lost", "stripe", CREATE, lost],
    ["Stripe limits the rate for long", "stripe", CREATE, stripe(429)],
    ["AWS refuses the value", "aws", "PutSecretValue", aws(400, "AccessDeniedException")],
    ["AWS is out of order", "aws", "PutSecretValue", aws(500, "InternalServiceError")],
  ])(
    "%s: the error names who refused, and the next plain update ends right",
    async (_, service, operation, effect) => {
      const journey = await Journey.open();
      const times = Number.POSITIVE_INFINITY;
      journey[service].faults.push({ matches: (call) => call.operation === operation, effect, times });
      const { code, text } = await journey.pulumi(...UP);
      expect(code).not.toBe(0);
      expect(text).toMatch(
        service === "stripe" ? /stripe-(unavailable|rate-limited): could not create/ : /Secrets Manager/,
      );
      journey[service].faults.length = 0;
      await expectOneEndpointWithItsSecret(journey);
      await journey.close();
    },
  );

  it("Stripe hides the signing secret from the key: nothing stays, and a good key then ends right", async () => {
    const journey = await Journey.open();
    const key = fakeKey("rk", "test", "hides");
    journey.stripe.addKey(journey.tenant.accountId, {
      key,
      permissions: ["webhook_write"],
      hidesSigningSecret: true,
    });
    await journey.configure("stripeDeployKey", key, true);
    const { code, text } = await journey.pulumi(...UP);
    expect(code).not.toBe(0);
    expect(text).toMatch(/signing-secret-missing: [\s\S]*deleted again/);
    expect([journey.endpoints(), journey.aws.secrets()]).toEqual([[], []]);
    await journey.pulumi("config", "rm", "plenigo-stripe:stripeDeployKey");
    await expectOneEndpointWithItsSecret(journey);
    await journey.close();
  });

  it("the account is at its limit: the limit and what uses it are named, and nothing is written", async () => {
    const journey = await Journey.open();
    for (let index = 0; index < 16; index += 1) {
      const url = `https://example.com/${index}`;
      journey.stripe.addEndpoint(journey.tenant.accountId, "test", {
        url,
        enabled_events: ["charge.failed"],
      });
    }
    const { text } = await journey.pulumi(...UP);
    expect(text).toMatch(
      /endpoint-limit-reached: [^\n]*16 webhook endpoints[\s\S]*https:\/\/example\.com\/0/,
    );
    expect([journey.endpoints().length, journey.aws.secrets()]).toEqual([16, []]);
    await journey.close();
  });
});

describeWithEngine("an endpoint that the state holds", () => {
  let journey: Journey;
  beforeEach(async () => {
    journey = await Journey.provisioned();
  });
  afterEach(() => journey.close());

  it("is not forgotten after a 404 to a key of another account, in refresh, update and destroy alike", async () => {
    const other = fakeAccountId("other");
    const key = fakeKey("sk", "test", "other", other);
    journey.stripe.addAccount({ id: other, keys: [{ key }] });
    journey.variables.STRIPE_API_KEY = key;
    for (const command of [
      ["refresh", "--yes", "--skip-preview"],
      UP,
      ["destroy", "--yes", "--skip-preview"],
    ]) {
      const { code, text } = await journey.pulumi(...command);
      expect(code).not.toBe(0);
      expect(text).toMatch(/account-mismatch: STRIPE_API_KEY is a key of account/);
      expect(journey.resource("WebhookEndpoint")?.id).toBe(journey.endpoint().id);
    }
  });

  it("is never taken as deleted when Stripe says that a similar object exists in the other mode (404)", async () => {
    const similar =
      "No such webhook endpoint; a similar object exists in live mode, but a test mode key was used to make this request.";
    const error = { type: "invalid_request_error", code: "resource_missing", message: similar };
    const headers = { "content-type": "application/json" };
    const effect: FaultEffect = {
      kind: "reply",
      reply: { status: 404, headers, body: JSON.stringify({ error }) },
      processed: false,
    };
    const matches = ({ operation }: { operation: string }) => operation === "GET /v1/webhook_endpoints";
    journey.stripe.faults.push({ matches, effect, times: Number.POSITIVE_INFINITY });
    const { code, text, writes } = await journey.pulumi(...UP);
    expect([code === 0, writes]).toEqual([false, []]);
    expect(text).toMatch(/endpoint-in-other-mode: /);
    expect(journey.resource("WebhookEndpoint")?.id).toBe(journey.endpoint().id);
  });

  it.each([403, 500])("stays in the state when Stripe answers a refresh with %i", async (status) => {
    const matches = ({ operation }: { operation: string }) => operation === "GET /v1/webhook_endpoints";
    journey.stripe.faults.push({ matches, effect: stripe(status), times: Number.POSITIVE_INFINITY });
    const { code, text } = await journey.pulumi(...UP);
    expect(code).not.toBe(0);
    expect(text).toMatch(/could not list the endpoints/);
    expect(journey.resource("WebhookEndpoint")?.id).toBe(journey.endpoint().id);
  });

  it("goes only after its successor's secret is stored when its replacement is forced", async () => {
    const { id } = journey.endpoint();
    const urn = JSON.parse((await journey.pulumi("stack", "export")).stdout).deployment.resources.find(
      ({ type }: { type: string }) => type.endsWith("WebhookEndpoint"),
    ).urn;
    const replace = () => journey.pulumi(...UP, "--replace", urn);
    const { code, writes } = await noteAsked("delete", id, {}, replace);
    expect(code).toBe(0);
    expect(writes.slice(-2)).toEqual(["PutSecretValue", "DELETE /v1/webhook_endpoints/{id}"]);
    expect(journey.endpoint().id).not.toBe(id);
    await expectOneEndpointWithItsSecret(journey);
  });

  it("is out of reach of a second run while the first one holds the lock", async () => {
    await journey.configure("description", "a first run");
    // The first run must not give up its call before the second one has come to the lock.
    journey.variables.PLENIGO_STRIPE_RETRY_BUDGET_MS = "600000";
    const second: Promise<unknown>[] = [];
    const matches = ({ operation }: { operation: string }) => {
      if (operation !== "POST /v1/webhook_endpoints/{id}") return false;
      second.push(journey.pulumi(...UP));
      return true;
    };
    const until = new Promise<void>((resolve) => {
      const wait = () => (second[0] ? void second[0].then(() => resolve()) : setImmediate(wait));
      wait();
    });
    journey.stripe.faults.push({ matches, effect: { kind: "hold", until, processed: true }, times: 1 });
    const first = await journey.pulumi(...UP);
    expect(first.code).toBe(0);
    expect(await second[0]).toMatchObject({ text: expect.stringContaining("currently locked") });
    expect(journey.endpoint().description).toBe("a first run");
  });
});
