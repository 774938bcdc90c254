import { type CallPoint, killedAt } from "../support/ended-engine";
import { describeWithEngine } from "../support/engine";
import { Journey } from "../support/journey";

const beforeCall = (service: CallPoint["service"], operation: string) => ({
  service,
  operation,
  processed: false,
});
const afterCall = (service: CallPoint["service"], operation: string) => ({
  service,
  operation,
  processed: true,
});
const CREATE = "POST /v1/webhook_endpoints";
const UPDATE = "POST /v1/webhook_endpoints/{id}";
const DELETE = "DELETE /v1/webhook_endpoints/{id}";
const PUT = "PutSecretValue";

const at = ({ operation, processed }: CallPoint) => `${processed ? "after" : "before"} ${operation}`;

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

describeWithEngine(
  "after an engine that was killed in a rotation, recover and a plain update end clean",
  () => {
    describe.each<
      [string, { readonly added: CallPoint; readonly disabled: CallPoint; readonly removed: CallPoint }]
    >([
      [
        "with calls to Stripe",
        {
          added: afterCall("stripe", CREATE),
          disabled: beforeCall("stripe", UPDATE),
          removed: afterCall("stripe", DELETE),
        },
      ],
      [
        "with calls to AWS as well",
        {
          added: afterCall("aws", PUT),
          disabled: afterCall("stripe", UPDATE),
          removed: beforeCall("aws", PUT),
        },
      ],
    ])("%s", (_, { added, disabled, removed }) => {
      let journey: Journey;
      let oldId: string;
      beforeAll(async () => {
        journey = await Journey.provisioned();
        oldId = journey.endpoint().id;
        await journey.configure("signingSecretGeneration", "2");
        await journey.configure("previousGeneration", "enabled");
      });
      afterAll(() => journey.close());

      it(`the new endpoint, killed ${at(added)}`, async () => {
        await killRecoverAndUpdate(journey, added);
        expectOverlap(journey, "enabled");
      });

      it(`the previous endpoint disabled, killed ${at(disabled)}`, async () => {
        await journey.configure("previousGeneration", "disabled");
        await killRecoverAndUpdate(journey, disabled);
        expectOverlap(journey, "disabled");
      });

      it(`the previous endpoint removed, killed ${at(removed)}`, async () => {
        await journey.configure("previousGeneration", "removed");
        await killRecoverAndUpdate(journey, removed);
        journey.expectOneEndpointWithItsSecret();
        expect(journey.endpoint().id).not.toBe(oldId);
        expect((await journey.preview()).code).toBe(0);
      });
    });
  },
);
