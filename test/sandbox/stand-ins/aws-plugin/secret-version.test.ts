import {
  type SecretsManagerEmulator,
  startSecretsManagerEmulator,
} from "../../../../sandbox/emulators/secrets-manager/secrets-manager-emulator";
import { type AwsPlugin, incompleteOf, secretly, startAwsPlugin, UNKNOWN } from "./aws-plugin-client";

const SECRET = "secret:Secret";
const VERSION = "secretVersion:SecretVersion";
const STAGES = ["AWSCURRENT"];

let aws: SecretsManagerEmulator;
let plugin: AwsPlugin;
let name: string;
let tests = 0;
let secretId: string;

beforeAll(async () => {
  aws = await startSecretsManagerEmulator({ denied: { blind: ["secretsmanager:GetSecretValue"] } });
  plugin = await startAwsPlugin({ env: { AWS_ENDPOINT_URL: aws.url } });
});

beforeEach(async () => {
  tests += 1;
  name = `plenigo/stage/test-${tests}/stripe`;
  aws.faults.length = 0;
  secretId = (await plugin.create(SECRET, { name, recoveryWindowInDays: 0 })).id;
  aws.calls.length = 0;
});

afterAll(async () => {
  await plugin.stop();
  await aws.close();
});

const operations = () => aws.calls.map(({ operation }) => operation);

async function createVersion(value: string, versionStages: string[] | undefined = STAGES) {
  const news = { secretId, secretString: secretly(value), ...(versionStages ? { versionStages } : {}) };
  const { inputs } = await plugin.check(VERSION, news);
  return { inputs, ...(await plugin.create(VERSION, inputs)) };
}

describe("SecretVersion", () => {
  it("puts the value and reads it back, under an id of secret and version", async () => {
    const { id, outputs } = await createVersion("one");
    const versionId = aws.secret(name)?.versions[0]?.versionId;
    expect(operations()).toEqual(["PutSecretValue", "GetSecretValue", "GetSecretValue"]);
    // The time and a counter, as the real provider makes its ids; a UUID would be the SDK's own.
    expect(versionId).toMatch(/^terraform-20\d{16}[0-9a-f]{8}$/);
    expect(id).toBe(`${secretId}|${versionId}`);
    expect(outputs).toMatchObject({ arn: secretId, secretId, versionId, versionStages: STAGES });
    expect(aws.currentValue(name)).toBe("one");
  });

  it("marks the value as a secret, in inputs and outputs, also of an import", async () => {
    const { id, inputs, outputs } = await createVersion("one");
    const read = await plugin.read(VERSION, id, outputs, inputs);
    const imported = await plugin.read(VERSION, id);
    for (const bag of [inputs, outputs, read.inputs, read.outputs, imported.inputs, imported.outputs]) {
      expect(bag.secretString).toEqual(secretly("one"));
    }
  });

  it("has unknown ids in a preview, and calls nothing", async () => {
    const { outputs } = await plugin.create(
      VERSION,
      { secretId: UNKNOWN, secretString: secretly("one") },
      true,
    );
    expect(outputs).toMatchObject({ arn: UNKNOWN, secretString: secretly("one"), versionId: UNKNOWN });
    expect(aws.calls).toEqual([]);
  });

  it("imports by the id alone", async () => {
    const { id } = await createVersion("one");
    const { inputs } = await plugin.read(VERSION, id);
    expect(inputs).toMatchObject({ __defaults: [], secretId, versionStages: STAGES });
  });

  it("leaves the old value labelled AWSPREVIOUS when a replacement deletes it", async () => {
    const { id, outputs } = await createVersion("one");
    await createVersion("two");
    await plugin.remove(VERSION, id, outputs);
    expect(aws.secret(name)?.versions.map(({ stages }) => stages)).toEqual([["AWSPREVIOUS"], STAGES]);
  });

  it("leaves AWSCURRENT readable when it is deleted", async () => {
    const { id, outputs } = await createVersion("one");
    await plugin.remove(VERSION, id, outputs);
    expect(aws.currentValue(name)).toBe("one");
  });

  it.each([
    ["one value", { secretString: "two" }, { secretString: "UPDATE_REPLACE" }],
    ["an unknown value", { secretString: UNKNOWN }, { secretString: "UPDATE_REPLACE" }],
    ["another secret", { secretId: "other" }, { secretId: "UPDATE_REPLACE" }],
    ["other labels", { versionStages: ["AWSCURRENT", "mine"] }, { versionStages: "UPDATE" }],
    ["the same labels in another order", { versionStages: ["b", "a", "b"] }, {}],
    ["no labels asked for", { versionStages: undefined }, {}],
  ])("tells a change of %s", async (_case, change, changes) => {
    const versionStages = Object.keys(changes).length ? STAGES : ["a", "b"];
    const olds = { secretId: "x", secretString: secretly("one"), versionStages };
    const all = { secretId: "x", secretString: "one", versionStages, ...change };
    const news = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
    expect((await plugin.diff(VERSION, olds, news)).changes).toEqual(changes);
  });
});

describe("SecretVersion, drift", () => {
  it("finds a value edited by hand by the label that moved, and moves it back", async () => {
    const { id, inputs, outputs } = await createVersion("ours");
    await createVersion("theirs");
    const read = await plugin.read(VERSION, id, outputs, inputs);
    expect(read.inputs.versionStages).toEqual(["AWSPREVIOUS"]);
    expect((await plugin.diff(VERSION, read.outputs, inputs)).changes).toEqual({ versionStages: "UPDATE" });
    await plugin.update(VERSION, id, read.outputs, inputs);
    expect(aws.currentValue(name)).toBe("ours");
  });

  it("sees nothing of it when no labels are asked for", async () => {
    const news = { secretId, secretString: "ours" };
    const { id, outputs } = await plugin.create(VERSION, news);
    await createVersion("theirs");
    const read = await plugin.read(VERSION, id, outputs, news);
    expect((await plugin.diff(VERSION, read.outputs, news)).changes).toEqual({});
  });

  it.each([
    ["scheduled for deletion", 7],
    ["gone", 0],
  ])("is gone when the secret is %s", async (_case, days) => {
    const { id, inputs, outputs } = await createVersion("ours");
    await plugin.remove(SECRET, secretId, { recoveryWindowInDays: days });
    expect((await plugin.read(VERSION, id, outputs, inputs)).id).toBe("");
    await expect(plugin.remove(VERSION, id, { versionStages: ["AWSPREVIOUS"] })).resolves.toBeUndefined();
  });
});

describe("SecretVersion, when AWS refuses", () => {
  it("keeps a value that it may write but not read, as incomplete", async () => {
    const env = { AWS_ENDPOINT_URL: aws.url, AWS_ACCESS_KEY_ID: "blind" };
    const blind = await startAwsPlugin({ env });
    const error = await blind
      .create(VERSION, { secretId, secretString: secretly("one") })
      .catch((thrown) => thrown);
    await blind.stop();
    const incomplete = incompleteOf(error);
    expect(incomplete.id).toMatch(new RegExp(`^${secretId}\\|`));
    expect(incomplete.reasons).toEqual([expect.stringContaining("AccessDeniedException")]);
    expect(incomplete.properties.secretString).toEqual(secretly("one"));
  });

  it("never passes the value on in an error, nor prints it", async () => {
    const value = "value-that-nobody-may-see";
    const reply = {
      status: 400,
      body: JSON.stringify({ __type: "InvalidParameterException", Message: `bad ${value}` }),
    };
    aws.faults.push({ matches: () => true, times: 1, effect: { kind: "reply", processed: false, reply } });
    const error = await createVersion(value).catch((thrown) => thrown);
    expect(error.message).toContain("operation error Secrets Manager: PutSecretValue");
    expect(error.message).toContain("InvalidParameterException: bad [secret]");
    expect(error.message + plugin.stderr()).not.toContain(value);
  });
});
