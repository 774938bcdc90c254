import { type CallPoint, interruptedAt } from "../support/ended-engine";
import { describeWithEngine } from "../support/engine";
import { Journey } from "../support/journey";

const ENDPOINT: CallPoint = { service: "stripe", operation: "POST /v1/webhook_endpoints", processed: true };
const SECRET: CallPoint = { service: "aws", operation: "CreateSecret", processed: true };

describeWithEngine("a first update that is interrupted with Ctrl-C", () => {
  let journey: Journey;
  beforeEach(async () => {
    journey = await Journey.open();
  });
  afterEach(() => journey.close());

  async function expectClean(): Promise<void> {
    await journey.up();
    journey.expectOneEndpointWithItsSecret();
    expect((await journey.preview()).code).toBe(0);
  }

  it.each([
    ["Stripe made the endpoint", ENDPOINT],
    ["AWS made the secret", SECRET],
  ])("once, when %s: a plain update then ends with one endpoint and its secret", async (_, point) => {
    await interruptedAt(journey, point, 1, "up", "--yes", "--skip-preview");
    expect(journey.endpoints()).toHaveLength(1);
    await expectClean();
  });

  it.each([
    ["Stripe made the endpoint", ENDPOINT],
    ["AWS made the secret", SECRET],
  ])("twice, when %s: recover and a plain update end with one endpoint and its secret", async (_, point) => {
    await interruptedAt(journey, point, 2, "up", "--yes", "--skip-preview");
    expect(journey.endpoints()).toHaveLength(1);
    expect((await journey.cli("recover", "--stack", "stage", "--yes")).code).toBe(0);
    await expectClean();
  });
});
