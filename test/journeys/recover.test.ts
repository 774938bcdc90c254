import { CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { byHand } from "../support/by-hand";
import { killedAt } from "../support/ended-engine";
import { describeWithEngine } from "../support/engine";
import { Journey } from "../support/journey";

type Service = "stripe" | "aws";

async function expectClean(journey: Journey) {
  await journey.up();
  journey.expectOneEndpointWithItsSecret();
  expect((await journey.preview()).code).toBe(0);
}

describeWithEngine("after an engine that was killed in a first update", () => {
  it.each<[string, Service, string]>([
    ["after Stripe made the endpoint", "stripe", "POST /v1/webhook_endpoints"],
    ["after AWS made the secret", "aws", "CreateSecret"],
  ])(
    "%s, recover asks before it takes the dead run's lock, and a plain update then ends clean",
    async (_, service, operation) => {
      const journey = await Journey.open();
      await killedAt(journey, { service, operation, processed: true }, "up", "--yes", "--skip-preview");
      const asked = await journey.cli("recover", "--stack", "stage");
      expect(asked.code).toBe(2);
      expect(asked.stderr).toMatch(/a run on this machine that is gone has left its lock: .*process \d+/);
      expect(asked.stderr).toMatch(/add --yes/);
      const { code, stdout } = await journey.cli("recover", "--stack", "stage", "--yes");
      expect(stdout).toMatch(/next {2}pulumi up --stack stage/);
      expect(code).toBe(0);
      await expectClean(journey);
      await journey.close();
    },
  );
});

describeWithEngine("after an engine that was killed in a destroy", () => {
  it("recover and another destroy leave nothing", async () => {
    const journey = await Journey.provisioned();
    const point = {
      service: "stripe",
      operation: "DELETE /v1/webhook_endpoints/{id}",
      processed: true,
    } as const;
    await killedAt(journey, point, "destroy", "--yes", "--skip-preview");
    expect((await journey.cli("recover", "--stack", "stage", "--yes")).code).toBe(0);
    expect((await journey.pulumi("destroy", "--yes", "--skip-preview")).code).toBe(0);
    expect([journey.endpoints(), journey.aws.secrets()]).toEqual([[], []]);
    await journey.close();
  });
});

describeWithEngine("recover", () => {
  it("brings in a secret that something else made, but only after a yes", async () => {
    const journey = await Journey.open();
    await byHand(journey, (aws) =>
      aws.send(new CreateSecretCommand({ Name: journey.secretName, SecretString: "by hand" })),
    );
    const asked = await journey.cli("recover", "--stack", "stage");
    expect([asked.code, asked.stderr]).toEqual([
      2,
      expect.stringMatching(/confirmation-missing: .*did not make[\s\S]*add --yes/),
    ]);
    expect((await journey.cli("recover", "--stack", "stage", "--yes")).code).toBe(0);
    await expectClean(journey);
    await journey.close();
  });

  it("explains itself, and exits with 2 on words and stacks that it does not know", async () => {
    const journey = await Journey.open();
    expect((await journey.cli("recover", "--help")).stdout).toContain("plenigo-stripe recover --stack stage");
    expect((await journey.cli("recover", "--unknown")).code).toBe(2);
    const { code, stderr } = await journey.cli("recover", "--stack", "nope");
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^stack-file-missing: /)]);
    await journey.close();
  });
});
