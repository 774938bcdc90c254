import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sampleKey, sampleValues } from "../../sandbox/sample-tenant";
import { Clone } from "../support/clone";
import { describeWithEngine } from "../support/engine";

/** What the template asks for, by key. */
const VALUES: Readonly<Record<string, string>> = {
  "aws:region": "eu-central-1",
  "aws:allowedAccountIds": '["123456789012"]',
  "plenigo-stripe:companyId": "FIRSTtenantstage0001",
  "plenigo-stripe:stripeAccountId": String(sampleValues("stage").plain.stripeAccountId),
  "plenigo-stripe:stripePublishableKey": String(sampleValues("stage").plain.stripePublishableKey),
};

describeWithEngine("the README's way to the first real tenant", () => {
  // One clone lends its sandbox (engine, emulators); the other is the user's own, with a state backend of its own.
  let lent: Clone;
  let own: Clone;
  beforeAll(() => {
    [lent, own] = [new Clone(), new Clone()];
    mkdirSync(join(own.folder, ".sandbox/state"), { recursive: true });
  });
  afterAll(() => {
    lent.remove();
    own.remove();
  });

  const inOwn = (script: string) =>
    lent.sandbox(
      "exec",
      "--",
      "sh",
      "-c",
      `cd '${own.folder}' && export PULUMI_BACKEND_URL='file://${own.folder}/.sandbox/state' && ${script}`,
    );

  it("begins with a preview that names what is missing", async () => {
    const { code, stdout } = await inOwn("pulumi stack init stage && pulumi preview --stack stage");
    expect(code).not.toBe(0);
    expect(stdout).toMatch(/6 values of stack stage must be fixed/);
  });

  it("ends, with the values filled in and the key typed, in a provisioned stack that has nothing to change", async () => {
    const file = join(own.folder, "Pulumi.stage.yaml");
    const filled = readFileSync(file, "utf8").replace(
      /^ {2}(\S+): .*<.*$/gm,
      (_, key) => `  ${key}: ${VALUES[key]}`,
    );
    writeFileSync(file, filled);
    const { code, stdout, stderr } = await inOwn(
      `printf %s '${sampleKey("stage")}' | pulumi config set --secret plenigo-stripe:stripeSecretKey --stack stage &&
       pulumi up --stack stage --yes && pulumi preview --expect-no-changes --stack stage`,
    );
    expect(stdout + stderr).toMatch(
      /webhookUrl +: "https:\/\/callbacks\.plenigo-stage\.com\/callbacks\/v1\.0\/stripe\/FIRSTtenantstage0001"/,
    );
    expect(code).toBe(0);
    expect(readFileSync(file, "utf8")).toMatch(/^# One tenant[\s\S]*stripeSecretKey:\n +secure: /);
  });
});

describeWithEngine("a newcomer's way from nothing to verified", () => {
  let clone: Clone;
  beforeAll(() => {
    clone = new Clone();
  });
  afterAll(() => clone.remove());

  it("takes init, up, handover, entering the secret, and verify", async () => {
    const script = `
      printf '%s' "$NEWCOMER_SECRET_KEY" | npx plenigo-stripe init acme --company-id NEWCOMERstage0000001 \\
        --publishable-key "$NEWCOMER_PUBLISHABLE_KEY" --secret-key-stdin || exit 90
      pulumi up --yes --skip-preview --stack acme.stage >/dev/null || exit 91
      npx plenigo-stripe verify --stack acme.stage --timeout 1 >/dev/null; echo "before $?"
      npx plenigo-stripe handover --stack acme.stage --json --reveal --yes | plenigo enter || exit 92
      npx plenigo-stripe handover --stack acme.stage --done --yes || exit 93
      npx plenigo-stripe verify --stack acme.stage || exit 94
      npx plenigo-stripe fleet audit --tenant acme || exit 95`;
    const { code, stdout, stderr } = await clone.sandbox("exec", "--", "sh", "-c", script);
    expect(stdout).toMatch(
      /^before 7$[\s\S]*^✓ acme\.stage: plenigo takes the events[\s\S]*^✓ fleet audit: /m,
    );
    expect(code).toBe(0);
    expect(stdout + stderr).not.toMatch(/(sk|rk)_test_\w{6}|whsec_\w{6}/);
    expect(clone.changes()).toBe("");
  });
});
