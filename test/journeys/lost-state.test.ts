import { rmSync } from "node:fs";
import { DeleteSecretCommand, RestoreSecretCommand } from "@aws-sdk/client-secrets-manager";
import { byHand } from "../support/by-hand";
import { describeWithEngine } from "../support/engine";
import { Journey } from "../support/journey";
import { installedCopyOf, OWN_PROGRAM } from "../support/linked-program";
import { comparableState, copyOfState, loseState, putBack, stackFileOf } from "../support/lost-state";
import { tenant } from "../support/tenant";

/** Runs recover, which has something to do, and reads its report. */
async function recover(journey: Journey, ...words: readonly string[]) {
  const before = stackFileOf(journey);
  const answers = words.length > 0 ? words : ["--yes"];
  const calls = [journey.stripe.calls.length, journey.aws.calls.length] as const;
  const { code, stdout, stderr } = await journey.cli(
    "recover",
    "--stack",
    journey.stack,
    "--json",
    ...answers,
  );
  if (!stdout) throw new Error(stderr);
  const made = [...journey.stripe.calls.slice(calls[0]), ...journey.aws.calls.slice(calls[1])];
  expect(made.filter(({ isWrite }) => isWrite).map(({ operation }) => operation)).toEqual([]);
  expect(stackFileOf(journey)).toBe(before);
  const { findings } = JSON.parse(stdout) as {
    findings: { code: string; next?: { command?: string }[] }[];
  };
  const commands = findings.flatMap(({ next = [] }) => next.flatMap(({ command = [] }) => command));
  return { code, codes: findings.map((finding) => finding.code), commands };
}

/** A plain update, which compares with the real world first, finds nothing to change and writes nothing. */
async function expectNothingToDo(journey: Journey) {
  const { code, text, writes } = await journey.pulumi("up", "--yes", "--skip-preview", "--expect-no-changes");
  expect({ code, text: code === 0 ? "" : text, writes }).toEqual({ code: 0, text: "", writes: [] });
}

describeWithEngine("a state that is lost or old is rebuilt", () => {
  let journey: Journey;
  let first: string;
  beforeAll(async () => {
    journey = await Journey.provisioned({
      plain: { secretReaders: ["arn:aws:iam::123456789012:role/reader"] },
      secretsProvider: "passphrase",
    });
    first = await copyOfState(journey);
  });
  afterAll(() => journey.close());

  it("from nothing, field by field as the update had made it", async () => {
    await journey.pulumi("refresh", "--yes", "--skip-preview");
    const before = await comparableState(journey);
    await loseState(journey);
    const { code, codes } = await recover(journey);
    expect({ code, codes }).toEqual({
      code: 0,
      codes: ["stack-unknown", "unknown-endpoint", "unknown-secret"],
    });
    expect(await comparableState(journey)).toEqual(before);
    await expectNothingToDo(journey);
  });

  it("not at all where there is nothing to do: its file stays the same to the byte", async () => {
    const before = journey.stateText();
    expect(await recover(journey)).toEqual({ code: 0, codes: [], commands: [] });
    expect(journey.stateText()).toBe(before);
  });

  it("from a generation ago, and it says which lines make the stack's file fit", async () => {
    await journey.configure("signingSecretGeneration", "2");
    await journey.configure("previousGeneration", "enabled");
    await journey.up();
    await putBack(journey, first);
    await journey.configure("signingSecretGeneration", "1");
    await journey.pulumi("config", "rm", "plenigo-stripe:previousGeneration");
    const { code, codes, commands } = await recover(journey);
    expect({ code, codes }).toEqual({
      code: 7,
      codes: ["unknown-endpoint", "unknown-endpoint", "unknown-version", "generation-differs"],
    });
    expect(commands).toEqual([
      "pulumi config set plenigo-stripe:signingSecretGeneration 2 --stack stage",
      "pulumi config set plenigo-stripe:previousGeneration enabled --stack stage",
    ]);
    await journey.configure("signingSecretGeneration", "2");
    await journey.configure("previousGeneration", "enabled");
    await expectNothingToDo(journey);
  });

  it.each([["enabled"], ["disabled"], ["removed"]])("within a rotation: previous %s", async (step) => {
    await journey.configure("previousGeneration", step);
    await journey.up();
    await loseState(journey);
    expect((await recover(journey)).code).toBe(0);
    await expectNothingToDo(journey);
  });

  it("for a stack that was renamed", async () => {
    await journey.rename("acme.stage");
    await journey.up();
    await loseState(journey);
    expect((await recover(journey)).code).toBe(0);
    await expectNothingToDo(journey);
  });

  it("where the signing secret stands nowhere, it names the two ways", async () => {
    const { id } = journey.endpoint();
    const now = new Date().toISOString();
    journey.stripe.changeEndpoint(id, {
      metadata: { ...journey.endpoint().metadata, plenigo_handed_over_at: now },
    });
    await putBack(journey, JSON.stringify({ version: 3, deployment: {} }));
    await byHand(journey, (aws) =>
      aws.send(new DeleteSecretCommand({ SecretId: journey.secretName, ForceDeleteWithoutRecovery: true })),
    );
    const { code, codes, commands } = await recover(journey);
    expect({ code, codes }).toEqual({ code: 1, codes: ["signing-secret-missing"] });
    expect(commands).toEqual([
      `pulumi config set plenigo-stripe:adoptEndpointId ${id} --stack acme.stage && pulumi config set --secret plenigo-stripe:adoptSigningSecret --stack acme.stage`,
      `stripe webhook_endpoints delete ${id}`,
    ]);
  });
});

describeWithEngine("a live stack in a program of one's own", () => {
  let program: string;
  let journey: Journey;
  let id: string;
  beforeAll(async () => {
    program = installedCopyOf(OWN_PROGRAM);
    journey = await Journey.open({ program, standing: "plugins", who: tenant({ environment: "live" }) });
    await journey.up();
    id = journey.endpoint().id;
  });
  afterAll(async () => {
    await journey?.close();
    rmSync(program, { recursive: true, force: true });
  });

  it("is known by the secret's name, beside another secret of the program", async () => {
    await loseState(journey);
    const asked = await journey.cli("recover", "--stack", "live", "--yes");
    expect([asked.code, asked.stderr]).toEqual([2, expect.stringMatching(/add --confirm live/)]);
    expect((await recover(journey, "--confirm", "live")).code).toBe(0);
    // What is the program's own is lost with the state; the connection is not.
    const { code, writes } = await journey.pulumi("up", "--yes", "--skip-preview");
    expect({ code, writes }).toEqual({ code: 0, writes: ["CreateSecret"] });
    expect(journey.endpoint().id).toBe(id);
    expect(journey.resource("secret:Secret")?.protect).toBe(true);
  });

  it("takes a secret back whose deletion was scheduled and that was restored", async () => {
    const SecretId = journey.secretName;
    await byHand(journey, (aws) => aws.send(new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: 7 })));
    await journey.pulumi("refresh", "--yes", "--skip-preview");
    const refused = await journey.pulumi("up", "--yes", "--skip-preview");
    expect(refused.text).toMatch(/restore-secret .*npx plenigo-stripe recover/);
    const early = await journey.cli("recover", "--stack", "live", "--confirm", "live");
    expect([early.code, early.stderr]).toEqual([
      1,
      expect.stringMatching(/^secret-scheduled-for-deletion: /),
    ]);
    await byHand(journey, (aws) => aws.send(new RestoreSecretCommand({ SecretId })));
    expect((await recover(journey, "--confirm", "live")).codes).toEqual(["unknown-secret"]);
    await expectNothingToDo(journey);
    expect(journey.endpoint().id).toBe(id);
  });
});
