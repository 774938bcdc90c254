import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { type MotoServer, startMoto } from "../sandbox/emulators/secrets-manager/moto-server";
import { FleetJourney } from "../support/fleet-journey";
import { allowedActions, policyText } from "../support/iam-policy";
import { type JudgedFront, startJudgedFront } from "../support/state-backend/judged-front";
import { type Bucket, makeBucket, makeKey } from "../support/state-backend/state-bucket";
import { describeWithMoto, moto } from "../support/state-backend/with-moto";

const PROVIDER = "awskms:///alias/state?region=eu-central-1";
const providerOf = (stack: string) => `${PROVIDER}&context_stack=${stack}`;
const STATE = ".pulumi/stacks/plenigo-stripe/acme.stage.json";
const LOCKS = ".pulumi/locks/organization/plenigo-stripe/acme.stage";
const RIVAL = `${LOCKS}/00000000-0000-4000-8000-000000000000.json`;
const lockText = (host: string, pid: number) =>
  JSON.stringify({ pid, username: "rival", hostname: host, timestamp: new Date(0) });
const rivalsLock = lockText("elsewhere", 1);

/** Roles of this journey: their policies for state and keys, and that for secrets. */
const ROLES = {
  maker: { identity: ["state", "state-admin"], secrets: "deployer.stage", STACKS: "*.stage" },
  deployer: { identity: ["state"], secrets: "deployer.stage", STACKS: "*.stage" },
  previewer: { identity: ["previewer.stage"], secrets: "previewer.stage", STACKS: "*.stage" },
  "beta-previewer": { identity: ["previewer.stage"], secrets: "previewer.stage", STACKS: "beta.stage" },
} as const;
type Role = keyof typeof ROLES;

describeWithMoto("state in a bucket and secrets by a KMS key, each call judged by docs/iam", () => {
  let server: MotoServer;
  let bucket: Bucket;
  let front: JudgedFront;
  let journey: FleetJourney;
  let beforeFirstUpdate: string;

  /** Runs as somebody, and tells what reached S3 and KMS meanwhile, and what of it was refused. */
  async function as<T>(role: Role | "newcomer", run: () => Promise<T>) {
    const before = front.calls.length;
    journey.variables.AWS_ACCESS_KEY_ID = role;
    const result = await run();
    const calls = front.calls.slice(before);
    const refused = calls.filter(({ verdict }) => verdict !== "allowed").map(({ what }) => what);
    return { result, calls: calls.map(({ what }) => what), refused: [...new Set(refused)] };
  }
  const stackFile = (stack: string) => readFileSync(join(journey.project, `Pulumi.${stack}.yaml`), "utf8");

  beforeAll(async () => {
    server = await startMoto(moto);
    bucket = await makeBucket(server.url, "state");
    const keyArn = await makeKey(server.url, "alias/state");
    const PULUMI_KEY_ID = keyArn.split("/")[1] ?? "";
    const values = { PULUMI_KEY_ID, STATE_BUCKET: "state", STACKS: "*.stage", ADMIN_ROLE: "admin" };
    const roles = Object.entries(ROLES).map(([role, { identity, STACKS }]) => [
      role,
      { identity, values: { ...values, STACKS } },
    ]);
    const newcomer = { identity: ["previewer.stage"], values: { ...values, STATE_BUCKET: "empty" } };
    front = await startJudgedFront(server.url, {
      roles: { ...Object.fromEntries(roles), newcomer },
      keyArn,
    });
    const policies = Object.entries(ROLES).map(([role, { secrets }]) => [role, [policyText(secrets)]]);
    journey = await FleetJourney.open(["acme", "beta"], {
      variables: {
        AWS_ACCESS_KEY_ID: "maker",
        AWS_ENDPOINT_URL_S3: front.url,
        AWS_ENDPOINT_URL_KMS: front.url,
        PULUMI_BACKEND_URL: "s3://state?region=eu-central-1",
      },
      awsOptions: { policies: Object.fromEntries(policies) },
      secretsProvider: providerOf,
    });
    beforeFirstUpdate = await bucket.read(STATE);
  });
  afterAll(async () => {
    await journey?.close();
    front?.close();
    await server?.stop();
  });

  it("makes stacks, each with a key that is bound to its name", () => {
    expect(front.calls.filter(({ verdict }) => verdict !== "allowed")).toEqual([]);
    for (const stack of ["acme.stage", "beta.stage"]) {
      expect(front.calls.map(({ what }) => what)).toContain(`kms:Encrypt ${stack}`);
      expect(stackFile(stack)).toContain(`secretsprovider: ${providerOf(stack)}`);
    }
  });

  it("provisions both at a time, with the right to update alone", async () => {
    const { result, refused } = await as("deployer", () => journey.fleet("up", "--yes"));
    expect({ code: result.code, summary: result.report.summary.ok, refused }).toEqual({
      code: 0,
      summary: 2,
      refused: [],
    });
    expect(await bucket.keys(LOCKS)).toEqual([]);
  });

  it("previews both at a time without a write to the bucket", async () => {
    const { result, calls, refused } = await as("previewer", () => journey.fleet("preview"));
    expect({ code: result.code, ok: result.report.summary.ok, refused }).toEqual({
      code: 0,
      ok: 2,
      refused: [],
    });
    expect(calls.filter((what) => /^s3:(Put|Delete)/.test(what))).toEqual([]);
  });

  it("does not let somebody who decrypts one stack decrypt another", async () => {
    const preview = () => journey.fleet("preview", "--tenant", "acme");
    const { result, refused } = await as("beta-previewer", preview);
    expect(result.stack("acme.stage").status).toBe("error");
    expect(refused).toEqual(["kms:Decrypt acme.stage"]);
  });

  it("lets a previewer look at a bucket without stacks, once it has the file of its layout", async () => {
    const empty = await makeBucket(server.url, "empty");
    const own = journey.variables.PULUMI_BACKEND_URL ?? "";
    journey.variables.PULUMI_BACKEND_URL = "s3://empty?region=eu-central-1";
    const look = () => journey.tryPulumi("acme.stage", "", "stack", "ls");
    const before = await as("newcomer", look);
    await empty.write(".pulumi/meta.yaml", "version: 1\n");
    const after = await as("newcomer", look);
    journey.variables.PULUMI_BACKEND_URL = own;
    expect(before.refused).toEqual(["s3:PutObject .pulumi/meta.yaml"]);
    expect({ code: after.result.code, refused: after.refused }).toEqual({ code: 0, refused: [] });
  });

  it("leaves a stack alone that a run on another machine has locked", async () => {
    await bucket.write(RIVAL, rivalsLock);
    const { result, refused } = await as("deployer", () => journey.fleet("up", "--yes", "--tenant", "acme"));
    const codes = result.stack("acme.stage").findings.map(({ code }) => code);
    expect({ codes, refused }).toEqual({ codes: ["stack-locked"], refused: [] });
    expect(await bucket.keys(LOCKS)).toEqual([RIVAL]);
    await bucket.remove(RIVAL);
  });

  it.each([
    [
      "of another machine, as a warning",
      rivalsLock,
      "warning: a run on another machine holds the lock, or has left it, which can't be told from here: rival@elsewhere, process 1, since 1970-01-01T00:00:00.000Z",
    ],
    [
      "of a dead run of this machine, as a failure",
      lockText(hostname(), 999_999_999),
      `failure: a run on this machine that is gone has left its lock: rival@${hostname()}, process 999999999, since 1970-01-01T00:00:00.000Z`,
    ],
  ])("shows a lock to doctor, with the right to read alone: %s", async (_, lock, expected) => {
    await bucket.write(RIVAL, lock);
    const doctor = () => journey.cli("doctor", "lock", "--stack", "acme.stage", "--json");
    const { result, refused } = await as("previewer", doctor);
    const [check] = JSON.parse(result.stdout).checks;
    expect([`${check.status}: ${check.message}`, refused]).toEqual([expected, []]);
    await bucket.remove(RIVAL);
  });

  it("lets recover take the lock of a dead run away", async () => {
    await bucket.write(RIVAL, lockText(hostname(), 999_999_999));
    const recover = () => journey.cli("recover", "--stack", "acme.stage", "--yes", "--json");
    const { result, refused } = await as("deployer", recover);
    const codes = JSON.parse(result.stdout).findings.map(({ code }: { code: string }) => code);
    expect({ code: result.code, codes, refused }).toEqual({ code: 0, codes: ["stale-lock"], refused: [] });
    expect(await bucket.keys(LOCKS)).toEqual([]);
  });

  it("takes its own lock back when another run has locked at the same moment", async () => {
    const writes = journey.stripe.calls.length;
    front.afterwards = async (what) => {
      if (!what.startsWith(`s3:PutObject ${LOCKS}`)) return;
      front.afterwards = undefined;
      await bucket.write(RIVAL, rivalsLock);
    };
    const up = () => journey.tryPulumi("acme.stage", "", "up", "--yes", "--skip-preview");
    const { result, refused } = await as("deployer", up);
    expect(result.code).not.toBe(0);
    expect(result.stderr).toContain("the stack is currently locked by 1 lock(s)");
    expect({ refused, calls: journey.stripe.calls.length - writes }).toEqual({ refused: [], calls: 0 });
    expect(await bucket.keys(LOCKS)).toEqual([RIVAL]);
    await bucket.remove(RIVAL);
  });

  it("has a deleted state back from the bucket's versions", async () => {
    await bucket.remove(STATE);
    expect(await bucket.keys(STATE)).toEqual([`${STATE}.bak`]);
    const marker = (await bucket.versions(STATE)).find(({ isLatest }) => isLatest);
    expect(marker?.isDeleteMarker).toBe(true);
    await bucket.remove(STATE, marker?.versionId);
    const { result } = await as("previewer", () => journey.fleet("preview", "--tenant", "acme"));
    expect(result.stack("acme.stage")).toMatchObject({ status: "ok", findings: [] });
  });

  it("recovers the connection secret into a state from before the first update", async () => {
    const sound = await bucket.read(STATE);
    await bucket.write(STATE, beforeFirstUpdate);
    const recover = () => journey.cli("recover", "--stack", "acme.stage", "--yes");
    const { result, refused } = await as("deployer", recover);
    expect({ code: result.code, refused }).toEqual({ code: 0, refused: [] });
    expect(await bucket.read(STATE)).toContain("aws:secretsmanager/secret:Secret");
    await bucket.write(STATE, sound);
  });

  it("changes to a passphrase, to another passphrase and back to the key, with the right to make stacks", async () => {
    const change = (provider: string, phrase = "") =>
      as("maker", () =>
        journey.tryPulumi("beta.stage", `${phrase}\n`, "stack", "change-secrets-provider", provider),
      );
    const toPhrase = await change("passphrase", "a passphrase");
    expect([toPhrase.result.code, stackFile("beta.stage").includes("encryptionsalt")]).toEqual([0, true]);
    const toAnother = await change("passphrase", "another passphrase");
    journey.variables.PULUMI_CONFIG_PASSPHRASE = "another passphrase";
    const back = await change(providerOf("beta.stage"));
    expect([toAnother.result.code, back.result.code, back.refused]).toEqual([0, 0, []]);
    expect(stackFile("beta.stage")).not.toContain("encryptionsalt");
    const { result } = await as("previewer", () => journey.fleet("preview", "--tenant", "beta"));
    expect(result.stack("beta.stage").status).toBe("ok");
  });

  it("renames a stack, but not its history, without the right to make stacks", async () => {
    const rename = () => journey.tryPulumi("beta.stage", "", "stack", "rename", "gamma.stage");
    const { result, refused } = await as("deployer", rename);
    expect(result.code).not.toBe(0);
    expect(refused.length).toBeGreaterThan(0);
    for (const what of refused)
      expect(what).toMatch(/^s3:DeleteObject \.pulumi\/history\/plenigo-stripe\/beta\.stage\//);
    const states = await bucket.keys(".pulumi/stacks/plenigo-stripe/");
    expect(states).toContain(".pulumi/stacks/plenigo-stripe/gamma.stage.json");
    expect(states).not.toContain(".pulumi/stacks/plenigo-stripe/beta.stage.json");
  });

  it("destroys a stack, and keeps its history, its backups and the versions of its state", async () => {
    const kept = await bucket.keys(".pulumi/backups/");
    const destroy = () => journey.tryPulumi("acme.stage", "", "destroy", "--yes", "--skip-preview");
    const { result, refused } = await as("deployer", destroy);
    expect({ code: result.code, refused }).toEqual({ code: 0, refused: [] });
    expect(journey.stripe.endpoints(journey.tenant("acme").accountId, "test")).toEqual([]);
    expect(await bucket.keys(".pulumi/backups/")).toEqual(expect.arrayContaining(kept));
    expect((await bucket.keys(".pulumi/history/plenigo-stripe/acme.stage/")).length).toBeGreaterThan(2);
    expect((await bucket.versions(STATE)).length).toBeGreaterThan(5);
  });

  it("has needed every action of the policies by then, and left no key in clear in the bucket", async () => {
    const used = (role: Role) =>
      new Set(front.calls.filter(({ caller }) => caller === role).flatMap(({ actions }) => actions));
    const ofState = allowedActions("state");
    expect([...used("deployer")].sort()).toEqual([...new Set(ofState)].sort());
    expect(used("maker")).toContain("kms:Encrypt");
    const keys = ["acme", "beta"].map((label) => journey.tenant(label).secretKey);
    for (const key of await bucket.keys()) {
      const text = await bucket.read(key);
      expect([key, keys.some((secret) => text.includes(secret)), text.includes("whsec_")]).toEqual([
        key,
        false,
        false,
      ]);
    }
  });
});
