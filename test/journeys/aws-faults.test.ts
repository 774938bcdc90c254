import { type AwsFault, breakAws } from "../support/aws-faults";
import { describeWithEngine } from "../support/engine";
import { Journey } from "../support/journey";

/**
 * Each call that a first update makes to AWS, in order, and each fault at least once (all pairs would take an hour of
 * engine runs). One after the other on one stack: each update begins with what the one before has left.
 */
const FIRST_UPDATE: readonly (readonly [AwsFault, string])[] = [
  ["403", "GetCallerIdentity"],
  ["connection refused", "GetCallerIdentity"],
  ["malformed body", "DescribeSecret"],
  ["cut before it is processed", "CreateSecret"],
  ["cut after it is processed", "CreateSecret"],
  ["500", "GetResourcePolicy"],
  ["throttled for long", "PutSecretValue"],
];
const ROTATION: readonly (readonly [AwsFault, string])[] = [
  ["connection refused", "DescribeSecret"],
  ["403", "GetSecretValue"],
  ["malformed body", "PutSecretValue"],
  ["cut after it is processed", "PutSecretValue"],
];

const tried: string[] = [];

describeWithEngine("when AWS fails", () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await Journey.open();
  });
  afterAll(async () => {
    await journey.close();
    process.stdout.write(`\nAWS: combinations tried with the engine\n${tried.join("\n")}\n`);
  });

  async function expectClearFailure(fault: AwsFault, operation: string): Promise<void> {
    const heal = await breakAws(journey, operation, fault);
    const { code, text } = await journey.pulumi("up", "--yes", "--skip-preview");
    await heal();
    expect(code).not.toBe(0);
    expect(text).toMatch(/operation error (STS|Secrets Manager): |could not look for a secret \S+ in AWS: /);
    expect(text).not.toMatch(/this is a bug|\n\s+at .*\.(ts|js):\d/);
    tried.push(`${operation.padEnd(20)} ${fault}`);
  }

  describe("in a first update", () => {
    it.each(FIRST_UPDATE)("with %s in %s, the error names AWS", expectClearFailure);

    it("with a throttling that passes, nothing fails, and a plain update ends right whatever went wrong before", async () => {
      const heal = await breakAws(journey, "PutSecretValue", "throttled once");
      await journey.up();
      await heal();
      tried.push(`${"PutSecretValue".padEnd(20)} throttled once`);
      journey.expectOneEndpointWithItsSecret();
      expect((await journey.preview()).code).toBe(0);
    });
  });

  describe("in a rotation", () => {
    beforeAll(async () => {
      await journey.configure("signingSecretGeneration", "2");
      await journey.configure("previousGeneration", "enabled");
    });

    it.each(ROTATION)(
      "with %s in %s, the error names AWS and events can be verified",
      async (fault, operation) => {
        await expectClearFailure(fault, operation);
        const stored = Object.values(journey.connection());
        const verifiable = journey.endpoints().filter(({ secret }) => stored.includes(secret));
        expect(verifiable.map(({ status }) => status)).toContain("enabled");
      },
    );

    it("a plain update ends with both endpoints and both secrets, whatever went wrong before", async () => {
      await journey.up();
      const stored = journey.connection();
      const [previous, current] = journey.endpoints();
      expect([stored.previousWebhookEndpointId, stored.webhookEndpointId]).toEqual([
        previous?.id,
        current?.id,
      ]);
      expect(stored.webhookSigningSecret === current?.secret).toBe(true);
      expect(stored.previousWebhookSigningSecret === previous?.secret).toBe(true);
      expect((await journey.preview()).code).toBe(0);
    });
  });
});
