import { type CallPoint, killedAt } from "../support/ended-engine";
import { describeWithEngine } from "../support/engine";
import { Journey } from "../support/journey";

const before = (service: CallPoint["service"], operation: string) => ({
  service,
  operation,
  processed: false,
});
const after = (service: CallPoint["service"], operation: string) => ({ service, operation, processed: true });
const CREATE = "POST /v1/webhook_endpoints";
const UPDATE = "POST /v1/webhook_endpoints/{id}";
const DELETE = "DELETE /v1/webhook_endpoints/{id}";
const PUT = "PutSecretValue";

/** Kills the engine at the call of an update, recovers, and updates. */
async function killRecoverAndUpdate(journey: Journey, point: CallPoint): Promise<void> {
  await killedAt(journey, point, "up", "--yes", "--skip-preview");
  expect((await journey.pulumi("cancel", "--yes")).code).toBe(0);
  expect((await journey.cli("recover", "--stack", "stage", "--yes")).code).toBe(0);
  await journey.up();
}

/** Both endpoints as declared, and the connection secret with both secrets. */
function expectOverlap(journey: Journey, previousState: "enabled" | "disabled"): void {
  const [previous, current, ...others] = journey.endpoints();
  expect([previous?.status, current?.status, others]).toEqual([previousState, "enabled", []]);
  const { webhookSigningSecret, previousWebhookSigningSecret, ...ids } = journey.connection();
  expect([ids.previousWebhookEndpointId, ids.webhookEndpointId]).toEqual([previous?.id, current?.id]);
  const isRight = [
    webhookSigningSecret === current?.secret,
    previousWebhookSigningSecret === previous?.secret,
  ];
  expect(isRight).toEqual([true, true]);
}

describeWithEngine("after an engine that was killed in a rotation", () => {
  it.each<[string, CallPoint, CallPoint, CallPoint]>([
    [
      "after the new endpoint, before the old one's end, after the new value",
      after("stripe", CREATE),
      before("stripe", UPDATE),
      after("aws", PUT),
    ],
    [
      "before the new value, after the old one's end, before its removal",
      before("aws", PUT),
      after("stripe", UPDATE),
      before("stripe", DELETE),
    ],
    [
      "after the new value, before the old one's end, after its removal",
      after("aws", PUT),
      before("stripe", UPDATE),
      after("stripe", DELETE),
    ],
  ])("recover and a plain update end each step as declared: %s", async (_, added, disabled, removed) => {
    const journey = await Journey.open();
    await journey.up();
    const { id } = journey.endpoint();
    await journey.configure("signingSecretGeneration", "2");
    await journey.configure("previousGeneration", "enabled");
    await killRecoverAndUpdate(journey, added);
    expectOverlap(journey, "enabled");
    await journey.configure("previousGeneration", "disabled");
    await killRecoverAndUpdate(journey, disabled);
    expectOverlap(journey, "disabled");
    await journey.configure("previousGeneration", "removed");
    await killRecoverAndUpdate(journey, removed);
    journey.expectOneEndpointWithItsSecret();
    expect(journey.endpoint().id).not.toBe(id);
    expect((await journey.preview()).code).toBe(0);
    await journey.close();
  });
});
