import { type CallPoint, interruptedAt } from "../support/ended-engine";
import { describeWithEngine } from "../support/engine";
import { Journey } from "../support/journey";

const CREATES = {
  "Stripe made the endpoint": { service: "stripe", operation: "POST /v1/webhook_endpoints", processed: true },
  "AWS made the secret": { service: "aws", operation: "CreateSecret", processed: true },
} as const satisfies Readonly<Record<string, CallPoint>>;

describeWithEngine("a first update that is interrupted with Ctrl-C", () => {
  it.each<[string, "once" | "twice", keyof typeof CREATES]>([
    ["the answer is awaited", "once", "Stripe made the endpoint"],
    ["the answer is awaited", "once", "AWS made the secret"],
    ["the answer is lost", "twice", "Stripe made the endpoint"],
    ["the answer is lost", "twice", "AWS made the secret"],
  ])(
    "so that %s, %s, when %s: a further update ends with one endpoint and its secret",
    async (_, times, call) => {
      const journey = await Journey.open();
      const presses = times === "once" ? 1 : 2;
      await interruptedAt(journey, CREATES[call], presses, "up", "--yes", "--skip-preview");
      expect(journey.endpoints()).toHaveLength(1);
      if (times === "twice") expect((await journey.cli("recover", "--stack", "stage", "--yes")).code).toBe(0);
      await journey.up();
      journey.expectOneEndpointWithItsSecret();
      expect((await journey.preview()).code).toBe(0);
      await journey.close();
    },
  );
});
