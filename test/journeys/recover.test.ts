import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { killedAt } from "../support/ended-engine";
import { describeWithEngine } from "../support/engine";
import { Journey } from "../support/journey";
import { tenant } from "../support/tenant";

type Service = "stripe" | "aws";

async function expectClean(journey: Journey) {
  await journey.up();
  journey.expectOneEndpointWithItsSecret();
  expect((await journey.preview()).code).toBe(0);
}

describeWithEngine("after an engine that was killed in a first update", () => {
  it.each<[string, Service, string, boolean]>([
    ["before Stripe made the endpoint", "stripe", "POST /v1/webhook_endpoints", false],
    ["after Stripe made the endpoint", "stripe", "POST /v1/webhook_endpoints", true],
    ["after AWS made the secret", "aws", "CreateSecret", true],
    ["after AWS took the value", "aws", "PutSecretValue", true],
  ])(
    "%s, recover names the lock first, and a plain update then ends clean",
    async (_, service, operation, processed) => {
      const journey = await Journey.open();
      await killedAt(journey, { service, operation, processed }, "up", "--yes", "--skip-preview");
      const locked = await journey.cli("recover", "--stack", "stage", "--yes");
      expect(locked.code).toBe(1);
      expect(locked.stderr).toMatch(/^stack-locked: [\s\S]*pulumi cancel --yes --stack stage/m);
      await journey.pulumi("cancel", "--yes");
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
    const journey = await Journey.open();
    await journey.up();
    const point = {
      service: "stripe",
      operation: "DELETE /v1/webhook_endpoints/{id}",
      processed: true,
    } as const;
    await killedAt(journey, point, "destroy", "--yes", "--skip-preview");
    await journey.pulumi("cancel", "--yes");
    expect((await journey.cli("recover", "--stack", "stage", "--yes")).code).toBe(0);
    expect((await journey.pulumi("destroy", "--yes", "--skip-preview")).code).toBe(0);
    expect([journey.endpoints(), journey.aws.secrets()]).toEqual([[], []]);
    await journey.close();
  });
});

describeWithEngine("recover", () => {
  it("brings in a secret that something else made, but only after a yes", async () => {
    const journey = await Journey.open();
    const credentials = { accessKeyId: "somebody", secretAccessKey: "somebody" };
    const aws = new SecretsManagerClient({ endpoint: journey.aws.url, region: "eu-central-1", credentials });
    await aws.send(new CreateSecretCommand({ Name: journey.secretName, SecretString: "by hand" }));
    const asked = await journey.cli("recover", "--stack", "stage");
    expect([asked.code, asked.stderr]).toEqual([
      2,
      expect.stringMatching(/confirmation-missing: .*did not make[\s\S]*add --yes/),
    ]);
    expect((await journey.cli("recover", "--stack", "stage", "--yes")).code).toBe(0);
    await expectClean(journey);
    await journey.close();
  });

  it("wants the stack's name on live; --yes is not enough", async () => {
    const journey = await Journey.open({ who: tenant({ environment: "live" }) });
    const point = { service: "aws", operation: "CreateSecret", processed: true } as const;
    await killedAt(journey, point, "up", "--yes", "--skip-preview");
    await journey.pulumi("cancel", "--yes");
    const asked = await journey.cli("recover", "--stack", "live", "--yes");
    expect([asked.code, asked.stderr]).toEqual([2, expect.stringMatching(/add --confirm live/)]);
    expect((await journey.cli("recover", "--stack", "live", "--confirm", "live")).code).toBe(0);
    await expectClean(journey);
    await journey.close();
  });

  it("says so when there is nothing to recover, in JSON too", async () => {
    const journey = await Journey.open();
    await journey.up();
    const { code, stdout } = await journey.cli("recover", "--stack", "stage", "--json");
    expect(JSON.parse(stdout)).toEqual({
      schemaVersion: 1,
      command: "recover",
      stack: "stage",
      findings: [],
    });
    expect(code).toBe(0);
    await journey.close();
  });

  it("explains itself, and exits with 2 on words that it does not know", async () => {
    const journey = await Journey.open();
    expect((await journey.cli("recover", "--help")).stdout).toContain("plenigo-stripe recover --stack stage");
    expect((await journey.cli("recover", "--unknown")).code).toBe(2);
    await journey.close();
  });
});
