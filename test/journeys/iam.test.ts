import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  DeleteSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  TagResourceCommand,
} from "@aws-sdk/client-secrets-manager";
import { describeWithEngine } from "../support/engine";
import { evaluatorMissing, judge } from "../support/iam-evaluator";
import { allowedActions, policyText } from "../support/iam-policy";
import { keyArn, role } from "../support/iam-rows";
import { Journey } from "../support/journey";
import { judgedSecretCall } from "../support/judged-secret-call";

const READER = role("app");
const OWN_KEY = keyArn("own");
const itWithEvaluator = evaluatorMissing ? it.skip : it;

/** Files of the state backend, with the times of their last change. */
function stateFiles(journey: Journey): string[] {
  const folder = join(fileURLToPath(journey.environment().PULUMI_BACKEND_URL ?? ""), ".pulumi");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return files.map((file) => `${file} ${statSync(join(folder, file)).mtimeMs}`);
}

describeWithEngine("somebody who has the deployer policy and nothing else", () => {
  let journey: Journey;
  let console: SecretsManagerClient;
  beforeAll(async () => {
    const policies = { deployer: [policyText("deployer.stage")], previewer: [policyText("previewer.stage")] };
    journey = await Journey.open({
      stack: "acme.stage",
      plain: { secretReaders: [READER] },
      awsOptions: { policies },
    });
    journey.variables.AWS_ACCESS_KEY_ID = "deployer";
    console = new SecretsManagerClient({
      endpoint: journey.aws.url,
      region: "eu-central-1",
      credentials: { accessKeyId: "admin", secretAccessKey: "admin" },
    });
  });
  afterAll(() => journey.close());

  it("provisions a tenant with readers", async () => {
    await journey.up();
    expect(journey.aws.secret(journey.secretName)?.policy).toContain(READER);
  });

  it("previews with the previewer policy, which writes nothing, to the state neither", async () => {
    const before = stateFiles(journey);
    journey.variables.AWS_ACCESS_KEY_ID = "previewer";
    const { code, writes } = await journey.preview();
    journey.variables.AWS_ACCESS_KEY_ID = "deployer";
    expect({ code, writes }).toEqual({ code: 0, writes: [] });
    expect(stateFiles(journey)).toEqual(before);
  });

  it("repairs what others changed, renames the stack, and takes readers away", async () => {
    const SecretId = journey.secretName;
    await console.send(new PutSecretValueCommand({ SecretId, SecretString: "{}" }));
    await console.send(new TagResourceCommand({ SecretId, Tags: [{ Key: "by", Value: "hand" }] }));
    await journey.rename("beta.stage");
    await journey.pulumi("config", "rm", "plenigo-stripe:secretReaders");
    await journey.configure("kmsKeyId", OWN_KEY);
    await journey.up();
    expect(journey.aws.secret(SecretId)).toMatchObject({
      kmsKeyId: OWN_KEY,
      tags: { "pulumi:stack": "beta.stage" },
    });
    expect(journey.aws.secret(SecretId)?.policy).toBeUndefined();
    expect(journey.aws.secret(SecretId)?.tags).not.toHaveProperty("by");
    expect(journey.connection()).toHaveProperty("webhookSigningSecret");
  });

  it("rotates the signing secret, and purges a secret of ours that was scheduled for deletion", async () => {
    await journey.configure("signingSecretGeneration", "2");
    await journey.configure("previousGeneration", "removed");
    await console.send(new DeleteSecretCommand({ SecretId: journey.secretName, RecoveryWindowInDays: 7 }));
    await journey.up();
    expect(journey.connection().webhookSigningSecret === journey.endpoint().secret).toBe(true);
  });

  it("destroys the stack", async () => {
    const { code } = await journey.pulumi("destroy", "--yes", "--skip-preview");
    expect({ code, secrets: journey.aws.secrets() }).toEqual({ code: 0, secrets: [] });
  });

  /** Calls of somebody that need a right; STS asks for none. */
  const callsOf = (who: string) =>
    journey.aws.calls
      .filter(({ request }) => String(request.headers.authorization).includes(`Credential=${who}/`))
      .filter(({ operation }) => operation !== "GetCallerIdentity");

  it("has needed every action of the policy by then", () => {
    const needed = callsOf("deployer").map(({ operation }) => operation);
    const actions = [...new Set(needed)].map((operation) => `secretsmanager:${operation}`);
    expect(actions.sort()).toEqual(allowedActions("deployer.stage"));
  });

  // The emulator judges no conditions; the evaluator does.
  itWithEvaluator.each([
    ["deployer", "deployer.stage"],
    ["previewer", "previewer.stage"],
  ])("has made no call as %s that a condition of %s refuses", async (who, policy) => {
    const calls = callsOf(who).map(judgedSecretCall);
    expect(calls.length).toBeGreaterThan(2);
    const verdicts = await Promise.all(calls.map((call) => judge(call, { identity: [policy] })));
    expect(calls.filter((_, index) => verdicts[index] !== "allowed")).toEqual([]);
  });
});
