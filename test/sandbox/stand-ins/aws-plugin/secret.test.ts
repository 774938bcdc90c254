import {
  type SecretsManagerEmulator,
  startSecretsManagerEmulator,
} from "../../../../sandbox/emulators/secrets-manager/secrets-manager-emulator";
import { type AwsPlugin, incompleteOf, startAwsPlugin, UNKNOWN } from "./aws-plugin-client";

const SECRET = "secret:Secret";

let aws: SecretsManagerEmulator;
let plugin: AwsPlugin;
let name: string;
let tests = 0;

beforeAll(async () => {
  aws = await startSecretsManagerEmulator();
  // Slow enough that a name which is scheduled for deletion is tried more than once.
  plugin = await startAwsPlugin({
    env: { AWS_ENDPOINT_URL: aws.url, PLENIGO_STRIPE_STAND_IN_HASTE: "1000" },
  });
});

beforeEach(() => {
  tests += 1;
  name = `plenigo/stage/test-${tests}/stripe`;
  aws.calls.length = 0;
  aws.faults.length = 0;
});

afterAll(async () => {
  await plugin.stop();
  await aws.close();
});

const operations = () => aws.calls.map(({ operation }) => operation);

async function createSecret(news: Record<string, unknown> = {}) {
  const { inputs } = await plugin.check(SECRET, { name, recoveryWindowInDays: 0, ...news });
  return { inputs, ...(await plugin.create(SECRET, inputs)) };
}

describe("Secret, check", () => {
  it("adds the defaults of the real plugin and names them", async () => {
    const { inputs } = await plugin.check(SECRET, { name });
    expect(inputs).toEqual({
      __defaults: ["forceOverwriteReplicaSecret", "recoveryWindowInDays"],
      forceOverwriteReplicaSecret: false,
      name,
      recoveryWindowInDays: 30,
    });
  });

  it("makes up a name and keeps it afterwards", async () => {
    const first = await plugin.check(SECRET, {});
    const second = await plugin.check(SECRET, {}, first.inputs);
    expect(first.inputs.name).toMatch(/^connection-[0-9a-f]{7}$/);
    expect(second.inputs.name).toBe(first.inputs.name);
  });

  it.each([
    ["a name with a blank", { name: "a b" }, "name"],
    ["a name of 513 characters", { name: "a".repeat(513) }, "name"],
    ["a recovery window of 5 days", { recoveryWindowInDays: 5 }, "recoveryWindowInDays"],
    ["a policy that is not JSON", { policy: "{" }, "policy"],
  ])("refuses %s", async (_case, news, property) => {
    const { failures } = await plugin.check(SECRET, news);
    expect(Object.keys(failures)).toEqual([property]);
  });

  it("lets what a preview does not know pass", async () => {
    const { failures } = await plugin.check(SECRET, { name: UNKNOWN, policy: UNKNOWN });
    expect(failures).toEqual({});
  });
});

describe("Secret, diff", () => {
  const olds = {
    arn: "arn:x",
    name: "ours",
    recoveryWindowInDays: 0,
    tags: { app: "plenigo" },
    tagsAll: { app: "plenigo" },
  };
  const news = { name: "ours", recoveryWindowInDays: 0, tags: { app: "plenigo" } };

  it.each([
    ["nothing", {}, {}],
    ["an empty description", { description: "" }, {}],
    ["a new description", { description: "Stripe" }, { description: "ADD" }],
    ["another recovery window", { recoveryWindowInDays: 7 }, { recoveryWindowInDays: "UPDATE" }],
    ["a tag more", { tags: { app: "plenigo", "plenigo:x": "1" } }, { 'tags["plenigo:x"]': "ADD" }],
    ["another value of a tag", { tags: { app: "other" } }, { "tags.app": "UPDATE" }],
    ["no tags any more", { tags: {} }, { tags: "DELETE" }],
    ["another name", { name: "other" }, { name: "UPDATE_REPLACE" }],
    ["a name that is not known yet", { name: UNKNOWN }, { name: "UPDATE_REPLACE" }],
  ])("names the change: %s", async (_case, change, changes) => {
    expect((await plugin.diff(SECRET, olds, { ...news, ...change })).changes).toEqual(changes);
  });

  it("deletes first when a replacement keeps a name that the program fixed", async () => {
    const { replaces, deleteBeforeReplace } = await plugin.diff(SECRET, olds, {
      ...news,
      region: "eu-west-1",
    });
    expect(replaces).toEqual(["region"]);
    expect(deleteBeforeReplace).toBe(true);
  });

  const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });

  // hashicorp/terraform-provider-aws, verify.SuppressEquivalentPolicyDiffs
  it.each([
    ["none, where none is declared", "", undefined, {}],
    ["one that somebody put, where none is declared", policy, undefined, {}],
    ["none, where {} is declared", "", "{}", {}],
    ["none, where { } is declared", "", " {} ", {}],
    ["one, where {} is declared", policy, "{}", { policy: "UPDATE" }],
    ["none, where one is declared", "", policy, { policy: "ADD" }],
  ])("compares policies: AWS has %s", async (_case, has, declared, changes) => {
    const wanted = declared === undefined ? news : { ...news, policy: declared };
    expect((await plugin.diff(SECRET, { ...olds, policy: has }, wanted)).changes).toEqual(changes);
  });

  it("takes a policy in other words for the same", async () => {
    const statement = { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*" };
    const one = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ ...statement, Action: [statement.Action] }],
    });
    const other = JSON.stringify({ Statement: statement, Version: "2012-10-17" }, null, 2);
    const { changes } = await plugin.diff(SECRET, { ...olds, policy: one }, { ...news, policy: other });
    expect(changes).toEqual({});
  });
});

describe("Secret, life cycle", () => {
  it("creates with the calls of the real plugin, under its ARN", async () => {
    const { id, outputs } = await createSecret({ tags: { app: "plenigo" }, description: "Stripe" });
    expect(operations()).toEqual(["CreateSecret", "DescribeSecret", "DescribeSecret", "GetResourcePolicy"]);
    expect(id).toBe(aws.secret(name)?.arn);
    expect(outputs).toMatchObject({
      arn: id,
      description: "Stripe",
      kmsKeyId: "",
      policy: "",
      recoveryWindowInDays: 0,
      region: "eu-central-1",
      tagsAll: { app: "plenigo" },
    });
  });

  it("knows in a preview what does not come from AWS, and calls nothing", async () => {
    const { inputs } = await plugin.check(SECRET, { name, tags: { app: "plenigo" } });
    const { id, outputs } = await plugin.create(SECRET, inputs, true);
    expect(id).toBe("");
    expect(outputs).toMatchObject({ arn: UNKNOWN, name, tagsAll: { app: "plenigo" } });
    expect(aws.calls).toEqual([]);
  });

  it("changes description and tags in place", async () => {
    const { id, inputs, outputs } = await createSecret({ tags: { app: "plenigo", old: "1" } });
    const changed = await plugin.update(SECRET, id, outputs, {
      ...inputs,
      description: "new",
      tags: { app: "x" },
    });
    expect(aws.secret(name)).toMatchObject({ description: "new", tags: { app: "x" } });
    expect(changed).toMatchObject({ arn: id, description: "new", tags: { app: "x" }, tagsAll: { app: "x" } });
  });

  it("puts a policy of its own, and takes it away where {} is declared", async () => {
    const principal = { AWS: "123456789012" };
    const statement = { Effect: "Allow", Principal: principal, Action: "secretsmanager:*", Resource: "*" };
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    const { id, inputs, outputs } = await createSecret({ policy });
    expect(outputs.policy).toBe(policy);
    aws.calls.length = 0;
    const changed = await plugin.update(SECRET, id, outputs, { ...inputs, policy: "{}" });
    expect(operations()).toEqual(["DeleteResourcePolicy", "DescribeSecret", "GetResourcePolicy"]);
    expect([changed.policy, aws.secret(name)?.policy]).toEqual(["", undefined]);
  });

  it("creates without a policy where {} is declared, and is unchanged after a refresh", async () => {
    const { id, inputs, outputs } = await createSecret({ policy: "{}" });
    expect(operations()).not.toContain("PutResourcePolicy");
    const read = await plugin.read(SECRET, id, outputs, inputs);
    expect(read.inputs.policy).toBe("{}");
    expect((await plugin.diff(SECRET, read.outputs, inputs)).changes).toEqual({});
  });

  it("finds what was changed by hand", async () => {
    const { id, inputs, outputs } = await createSecret({ description: "ours", tags: { app: "plenigo" } });
    await plugin.update(SECRET, id, outputs, { ...inputs, description: "theirs", tags: {} });
    const read = await plugin.read(SECRET, id, outputs, inputs);
    expect(read.inputs).toMatchObject({ description: "theirs", tags: {} });
    const { changes } = await plugin.diff(SECRET, read.outputs, inputs);
    expect(changes).toEqual({ description: "UPDATE", tags: "ADD" });
  });

  it("imports by the ARN alone, with a recovery window of 30 days", async () => {
    const { id } = await createSecret({ tags: { app: "plenigo" } });
    const { outputs, inputs } = await plugin.read(SECRET, id);
    expect(outputs).toMatchObject({ arn: id, name, recoveryWindowInDays: 30 });
    expect(inputs).toEqual({
      __defaults: [],
      name,
      recoveryWindowInDays: 30,
      region: "eu-central-1",
      tags: { app: "plenigo" },
    });
  });

  it.each([
    ["for good with a window of 0", 0, undefined],
    ["with its window otherwise", 7, expect.any(Number)],
  ])("deletes %s", async (_case, recoveryWindowInDays, deletedDate) => {
    const { id, outputs } = await createSecret({ recoveryWindowInDays });
    await plugin.remove(SECRET, id, outputs);
    expect(aws.secret(name)?.deletedDate).toEqual(deletedDate);
  });

  it("takes one that is gone, or scheduled for deletion, for gone", async () => {
    const { id, inputs, outputs } = await createSecret({ recoveryWindowInDays: 7 });
    await plugin.remove(SECRET, id, outputs);
    expect((await plugin.read(SECRET, id, outputs, inputs)).id).toBe("");
    await expect(plugin.remove(SECRET, `${id}x`, outputs)).resolves.toBeUndefined();
  });
});

describe("Secret, when AWS refuses", () => {
  it("tries again while the name is scheduled for deletion, then says so in AWS's words", async () => {
    const { id, outputs } = await createSecret({ recoveryWindowInDays: 7 });
    await plugin.remove(SECRET, id, outputs);
    aws.calls.length = 0;
    await expect(createSecret()).rejects.toThrow(
      new RegExp(
        `creating Secrets Manager Secret \\(${name}\\): operation error Secrets Manager: CreateSecret, https response error ` +
          "StatusCode: 400, RequestID: \\S+, InvalidRequestException: You can't create this secret because a secret with " +
          "this name is already scheduled for deletion\\.",
      ),
    );
    expect(operations().filter((operation) => operation === "CreateSecret").length).toBeGreaterThan(1);
  });

  it("keeps a secret whose policy AWS does not take, as incomplete", async () => {
    const error = await createSecret({ policy: '{"Version":"2012-10-17"}' }).catch((thrown) => thrown);
    const incomplete = incompleteOf(error);
    expect(incomplete.id).toBe(aws.secret(name)?.arn);
    expect(incomplete.reasons).toEqual([expect.stringContaining("MalformedPolicyDocumentException")]);
    expect(incomplete.properties).toMatchObject({ arn: incomplete.id, name });
  });

  it("finds the name taken after the answer to the create was lost: AWS has no version yet to know it by", async () => {
    const matches = ({ operation }: { operation: string }) => operation === "CreateSecret";
    aws.faults.push({ matches, times: 1, effect: { kind: "cut", processed: true } });
    await expect(createSecret()).rejects.toThrow("ResourceExistsException");
    expect(aws.secrets().filter((secret) => secret.name === name)).toHaveLength(1);
  });
});
