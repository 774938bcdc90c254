import {
  type SecretsManagerEmulator,
  startSecretsManagerEmulator,
} from "../../../../sandbox/emulators/secrets-manager/secrets-manager-emulator";
import { type AwsPlugin, startAwsPlugin } from "./aws-plugin-client";

const SECRET = "secret:Secret";
const POLICY = "secretPolicy:SecretPolicy";

const policyFor = (...principals: string[]) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: principals.map((account) => `arn:aws:iam::${account}:root`) },
        Action: "secretsmanager:GetSecretValue",
        Resource: "*",
      },
    ],
  });
const POLICY_TEXT = policyFor("123456789012");

let aws: SecretsManagerEmulator;
let plugin: AwsPlugin;
let name: string;
let tests = 0;
let secretArn: string;

beforeAll(async () => {
  aws = await startSecretsManagerEmulator();
  plugin = await startAwsPlugin({ env: { AWS_ENDPOINT_URL: aws.url } });
});

beforeEach(async () => {
  tests += 1;
  name = `plenigo/stage/test-${tests}/stripe`;
  aws.faults.length = 0;
  secretArn = (await plugin.create(SECRET, { name, recoveryWindowInDays: 0 })).id;
  aws.calls.length = 0;
});

afterAll(async () => {
  await plugin.stop();
  await aws.close();
});

const create = () => plugin.create(POLICY, { secretArn, policy: POLICY_TEXT, blockPublicPolicy: true });

describe("SecretPolicy", () => {
  it("puts the policy under the secret's ARN, blocking public ones", async () => {
    const { id, outputs } = await create();
    expect(id).toBe(secretArn);
    expect(outputs).toMatchObject({ blockPublicPolicy: true, policy: POLICY_TEXT, secretArn });
    expect(JSON.parse(aws.calls[0]?.request.body ?? "")).toMatchObject({ BlockPublicPolicy: true });
    expect(JSON.parse(aws.secret(name)?.policy ?? "")).toEqual(JSON.parse(POLICY_TEXT));
  });

  it("changes the policy in place", async () => {
    const { id, outputs } = await create();
    const policy = policyFor("123456789012", "210987654321");
    expect(
      (await plugin.diff(POLICY, outputs, { secretArn, policy, blockPublicPolicy: true })).changes,
    ).toEqual({
      policy: "UPDATE",
    });
    await plugin.update(POLICY, id, outputs, { secretArn, policy, blockPublicPolicy: true });
    expect(JSON.parse(aws.secret(name)?.policy ?? "")).toEqual(JSON.parse(policy));
  });

  it("replaces itself for another secret", async () => {
    const { outputs } = await create();
    const { replaces } = await plugin.diff(POLICY, outputs, { ...outputs, secretArn: `${secretArn}x` });
    expect(replaces).toEqual(["secretArn"]);
  });

  it("imports by the ARN alone", async () => {
    await create();
    const { inputs } = await plugin.read(POLICY, secretArn);
    expect(JSON.parse(String(inputs.policy))).toEqual(JSON.parse(POLICY_TEXT));
    expect(inputs).toMatchObject({ secretArn });
  });

  it("finds a policy edited by hand", async () => {
    const { id, outputs } = await create();
    const inputs = { secretArn, policy: POLICY_TEXT, blockPublicPolicy: true };
    await plugin.update(POLICY, id, outputs, { ...inputs, policy: policyFor("210987654321") });
    const read = await plugin.read(POLICY, id, outputs, inputs);
    expect((await plugin.diff(POLICY, read.outputs, inputs)).changes).toEqual({ policy: "UPDATE" });
  });

  // Seen with the real provider's code: "~ update", where the stand-in said "+ create".
  it("stays when somebody takes the policy away, and is updated", async () => {
    const { id, outputs } = await create();
    const inputs = { secretArn, policy: POLICY_TEXT, blockPublicPolicy: true };
    await plugin.remove(POLICY, id, outputs);
    const read = await plugin.read(POLICY, id, outputs, inputs);
    expect(read).toMatchObject({ id: secretArn, outputs: { policy: "" }, inputs: { policy: "" } });
    expect(await plugin.diff(POLICY, read.outputs, inputs)).toMatchObject({
      changes: { policy: "ADD" },
      replaces: [],
    });
    await plugin.update(POLICY, id, read.outputs, inputs);
    expect(JSON.parse(aws.secret(name)?.policy ?? "")).toEqual(JSON.parse(POLICY_TEXT));
  });

  it.each([
    ["scheduled for deletion", 7],
    ["gone", 0],
  ])("is gone when the secret is %s", async (_case, recoveryWindowInDays) => {
    const { id, outputs } = await create();
    await plugin.remove(SECRET, secretArn, { recoveryWindowInDays });
    expect((await plugin.read(POLICY, id, outputs, {})).id).toBe("");
    await expect(plugin.remove(POLICY, id, outputs)).resolves.toBeUndefined();
  });

  it("creates, updates and deletes with the calls of the real provider", async () => {
    const { id, outputs } = await create();
    await plugin.update(POLICY, id, outputs, { ...outputs, policy: policyFor("210987654321") });
    await plugin.remove(POLICY, id, outputs);
    expect(aws.calls.map(({ operation }) => operation)).toEqual([
      ...["PutResourcePolicy", "GetResourcePolicy", "GetResourcePolicy"],
      ...["PutResourcePolicy", "GetResourcePolicy"],
      ...["DeleteResourcePolicy", "GetResourcePolicy"],
    ]);
  });

  it("passes on that AWS blocks a public policy", async () => {
    const policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: "*", Action: "secretsmanager:GetSecretValue", Resource: "*" },
      ],
    });
    const creating = plugin.create(POLICY, { secretArn, policy, blockPublicPolicy: true });
    await expect(creating).rejects.toThrow("PublicPolicyException");
  });

  it.each([
    ["a policy that is not JSON", { policy: "{" }, ["policy"]],
    ["nothing", {}, ["policy", "secretArn"]],
  ])("refuses %s", async (_case, news, properties) => {
    const { failures } = await plugin.check(POLICY, "policy" in news ? { ...news, secretArn } : news);
    expect(Object.keys(failures)).toEqual(properties);
  });
});
