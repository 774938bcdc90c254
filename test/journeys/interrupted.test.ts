import { type CallPoint, interruptedAt, terminatedAt } from "../support/ended-engine";
import { describeWithEngine } from "../support/engine";
import { Journey } from "../support/journey";

const ENDPOINT: CallPoint = { service: "stripe", operation: "POST /v1/webhook_endpoints", processed: true };
const SECRET: CallPoint = { service: "aws", operation: "CreateSecret", processed: true };

describeWithEngine("a first update that is interrupted", () => {
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

  it("by Ctrl-C once, when AWS made the secret: a plain update then ends with one endpoint and its secret", async () => {
    await interruptedAt(journey, SECRET, 1, "up", "--yes", "--skip-preview");
    expect(journey.endpoints()).toHaveLength(1);
    await expectClean();
  });

  it("by Ctrl-C twice, when Stripe made the endpoint: recover and a plain update end with one endpoint and its secret", async () => {
    await interruptedAt(journey, ENDPOINT, 2, "up", "--yes", "--skip-preview");
    expect(journey.endpoints()).toHaveLength(1);
    expect((await journey.cli("recover", "--stack", "stage", "--yes")).code).toBe(0);
    await expectClean();
  });

  it("by SIGTERM, as the end of a job sends it: it ends in time, and a plain update ends what it began", async () => {
    const ms = await terminatedAt(journey, SECRET, "up", "--yes", "--skip-preview");
    expect(ms).toBeLessThan(30_000);
    await expectClean();
  });
});
