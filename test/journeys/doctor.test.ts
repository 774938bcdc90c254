import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DoctorReport } from "../../src/commands/doctor/doctor";
import { describeWithEngine } from "../support/engine";
import { Journey } from "../support/journey";

const reportOf = (stdout: string): DoctorReport => JSON.parse(stdout);
const statuses = ({ checks }: DoctorReport) =>
  Object.fromEntries(checks.map(({ id, status }) => [id, status]));

describeWithEngine("doctor", () => {
  it("finds nothing to fix on a stack that is provisioned, except that the emulators are in use", async () => {
    const journey = await Journey.provisioned();
    const { code, stdout } = await journey.cli("doctor", "--stack", "stage", "--json");
    const report = reportOf(stdout);
    expect(report.checks.filter(({ status }) => status !== "ok").map(({ id }) => id)).toEqual(["addresses"]);
    expect(code).toBe(0);
    await journey.close();
  });

  it("names each of several faults with its command, and what it could not look at", async () => {
    const journey = await Journey.open({
      plain: { "aws:allowedAccountIds": ["999999999999"] },
      secretsProvider: "passphrase",
    });
    journey.stripe.revokeKey(journey.tenant.secretKey);
    const { code, stdout } = await journey.cli("doctor", "--stack", "stage");
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /✗ aws-identity +the credentials are of account 123456789012, but the stack allows only 9+\n {4}next {2}export AWS_PROFILE=…/,
    );
    expect(stdout).toMatch(
      /✗ stripe-account +key-refused: .*\n {4}next {2}pulumi config set --secret plenigo-stripe:stripeSecretKey --stack stage/,
    );
    expect(stdout).toMatch(/· stripe-permissions +skipped: stripe-account failed\n/);
    expect(stdout).toMatch(/✓ decryption +\d values, encrypted by passphrase\n/);
    await journey.close();
  });

  it("tells a wrong passphrase, a lost stack, and a lost file apart", async () => {
    const journey = await Journey.open({ secretsProvider: "passphrase" });
    const examine = async () => reportOf((await journey.cli("doctor", "--stack", "stage", "--json")).stdout);
    journey.variables.PULUMI_CONFIG_PASSPHRASE = "another passphrase";
    const wrong = await examine();
    expect(statuses(wrong)).toMatchObject({ decryption: "failure", "stripe-keys": "skipped", lock: "ok" });
    const file = join(journey.project, "Pulumi.stage.yaml");
    const text = readFileSync(file, "utf8");
    rmSync(file);
    expect(statuses(await examine())).toMatchObject({ stacks: "failure", configuration: "skipped" });
    writeFileSync(file, text);
    await journey.close();
  });
});
