import { existsSync } from "node:fs";
import { join } from "node:path";
import { fakeSigningSecret } from "../../sandbox/emulators/stripe/fake-keys";
import { BREAKAGES } from "../../sandbox/fleet/breakages";
import type { StackReport } from "../../src/commands/fleet/report";
import { Clone } from "../support/clone";
import { describeWithEngine } from "../support/engine";

const SECRET = /(sk|rk)_(test|live)_\w{6}|whsec_\w{6}/;

describeWithEngine("npm run sandbox", () => {
  let clone: Clone;
  beforeAll(() => {
    clone = new Clone();
  });
  afterAll(() => clone.remove());

  it("tours from nothing to repaired drift, shows no secret, and changes nothing that git tracks", async () => {
    const { code, stdout, stderr } = await clone.sandbox();
    expect(stderr + stdout).toMatch(/Done: endpoint we_\w+ sends its 15 events/);
    expect(stdout).toMatch(/\+ charge\.dispute\.created/);
    expect(stdout + stderr).not.toMatch(SECRET);
    expect([code, clone.changes()]).toEqual([0, ""]);
  });

  it("keeps what was provisioned for the next command", async () => {
    const { code } = await clone.sandbox(
      "exec",
      "--",
      "pulumi",
      "preview",
      "--stack",
      "stage",
      "--expect-no-changes",
    );
    expect(code).toBe(0);
  });

  it("lets a person break the endpoint with the Stripe CLI, see exit code 7, and repair it", async () => {
    const script = `
      id=$(pulumi stack output webhookEndpointId)
      stripe webhook_endpoints update $id -d disabled=true >/dev/null || exit 90
      pulumi preview --expect-no-changes --diff --color never; echo "exit code $?"
      pulumi up --yes --skip-preview >/dev/null || exit 91
      pulumi preview --expect-no-changes >/dev/null; echo "then $?"`;
    const { code, stdout } = await clone.sandbox("exec", "--", "sh", "-c", script);
    expect(stdout).toMatch(/~ enabled +: false => true[\s\S]*exit code 7\nthen 0\n$/);
    expect(code).toBe(0);
  });

  it("plays plenigo: verify fails after a wrong secret was entered, and passes after the right one", async () => {
    const script = `
      export PULUMI_STACK=stage
      echo ${fakeSigningSecret("wrong")} | plenigo enter || exit 90
      npx plenigo-stripe verify --timeout 1 >/dev/null; echo "wrong $?"
      npx plenigo-stripe handover --json --reveal --yes | plenigo enter || exit 91
      npx plenigo-stripe verify >/dev/null; echo "right $?"
      npx plenigo-stripe handover --lang de`;
    const { code, stdout } = await clone.sandbox("exec", "--", "sh", "-c", script);
    expect(stdout).toMatch(/^wrong 7$[\s\S]*^right 0$[\s\S]*5 {2}Geheimschlüssel für Signatur +whsec_…/m);
    expect([code, stdout.match(SECRET)]).toEqual([0, null]);
    expect(clone.changes()).toBe("");
  });

  it("makes a fleet, breaks it in each way, finds every fault, and repairs a part of it", async () => {
    expect((await clone.sandbox("fleet", String(BREAKAGES.length + 2), "broken")).code).toBe(0);
    const part = "--tenant t0002 --tenant t0003";
    const script = `
      npx plenigo-stripe fleet audit --tenant 't0*' --json; echo "audit $?"
      npx plenigo-stripe fleet up ${part} --yes >/dev/null || exit 90
      npx plenigo-stripe fleet audit ${part} >/dev/null; echo "part $?"`;
    const { code, stdout } = await clone.sandbox("exec", "--", "sh", "-c", script);
    const [json = "", ...rest] = stdout.trim().split("\n");
    const found = JSON.parse(json).stacks.map(({ findings }: StackReport) => findings[0]?.code);
    expect(found.slice(1, -1)).toEqual(BREAKAGES.map(({ finding }) => finding));
    expect([code, found.at(-1), rest]).toEqual([0, undefined, ["audit 1", "part 0"]]);
  });

  it("leaves the tracked stack files as they are when configuration is set or a stack is made", async () => {
    const script =
      "pulumi config set plenigo-stripe:description changed --stack stage && pulumi stack init acme.stage --no-select";
    expect((await clone.sandbox("exec", "--", "sh", "-c", script)).code).toBe(0);
    expect(clone.changes()).toBe("");
    expect(existsSync(join(clone.folder, "Pulumi.acme.stage.yaml"))).toBe(false);
  });

  it("prints lines for eval on standard output, and nothing else", async () => {
    const { code, stdout } = await clone.sandbox("env");
    expect(code).toBe(0);
    for (const line of stdout.trim().split("\n")) expect(line).toMatch(/^(export [\w]+='.*'|unset \w+)$/);
    expect(stdout).toMatch(/^export PULUMI_BACKEND_URL='file:/m);
    expect(stdout).toMatch(/^export PULUMI_CONFIG_PASSPHRASE='\S+'$/m);
  });

  it("hands the command's exit code through", async () => {
    expect((await clone.sandbox("exec", "--", "sh", "-c", "exit 7")).code).toBe(7);
  });

  it("ends the command and itself when it is told to end", async () => {
    const running = clone.startSandbox("exec", "--", "sh", "-c", "echo ready; exec sleep 600");
    await new Promise<void>((resolve) => running.stdout.on("data", () => resolve()));
    const closed = new Promise<number | null>((resolve) => running.once("close", resolve));
    running.kill("SIGTERM");
    expect(await closed).toBe(143);
  });

  it("runs beside the sandbox of another clone", async () => {
    const other = new Clone();
    const up = ["exec", "--", "pulumi", "up", "--yes", "--skip-preview", "--stack", "stage"];
    const codes = await Promise.all([clone.sandbox(...up), other.sandbox(...up)]);
    other.remove();
    expect(codes.map(({ code }) => code)).toEqual([0, 0]);
  });

  it("explains itself and exits with 2 on words that it does not know", async () => {
    const { code, stderr } = await clone.sandbox("tuor");
    expect(code).toBe(2);
    expect(stderr).toContain("npm run sandbox -- exec -- CMD");
  });

  it("forgets everything on reset", async () => {
    expect((await clone.sandbox("reset")).code).toBe(0);
    expect(existsSync(join(clone.folder, ".sandbox/backend"))).toBe(false);
  });
});
