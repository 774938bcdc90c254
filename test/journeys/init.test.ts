import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describeWithEngine } from "../support/engine";
import { Journey } from "../support/journey";

const fileOf = (journey: Journey) => readFileSync(join(journey.project, "Pulumi.stage.yaml"), "utf8");

describeWithEngine("init", () => {
  it("leads from the templates to a stack that pulumi up takes, and edits it when it runs again", async () => {
    const journey = await Journey.open({ fromTemplates: true });
    const { companyId, publishableKey, secretKey } = journey.tenant;
    const options = ["--company-id", companyId, "--publishable-key", publishableKey];
    const first = await journey.cliWith(secretKey, "init", ...options, "--secret-key-stdin");
    expect([first.code, first.stderr]).toEqual([0, expect.stringMatching(/✓ Stripe: account acct_/)]);
    expect(first.stdout).toMatch(/✓ Stack stage is set up\.\n {2}next {2}pulumi up --stack stage\n/);
    expect(fileOf(journey)).toMatch(/^# One tenant on plenigo's stage[\s\S]*stripeSecretKey:\n +secure: /);
    await journey.up();
    expect(journey.connection().webhookEndpointId).toBe(journey.endpoint().id);
    const file = fileOf(journey);
    const again = await journey.cli("init");
    expect([again.code, fileOf(journey)]).toEqual([0, file]);
    const edited = await journey.cli("init", "--region", "eu-west-1");
    expect([edited.code, fileOf(journey)]).toEqual([0, file.replace("eu-central-1", "eu-west-1")]);
    await journey.close();
  });

  it("asks nothing while the configuration can't be decrypted", async () => {
    const journey = await Journey.open({ secretsProvider: "passphrase" });
    journey.variables.PULUMI_CONFIG_PASSPHRASE = "another passphrase";
    const { code, stderr } = await journey.cli("init");
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^decryption-failed: .*incorrect passphrase/)]);
    expect(stderr).toMatch(/export PULUMI_CONFIG_PASSPHRASE=…[\s\S]*Nothing was written/);
    await journey.close();
  });
});
