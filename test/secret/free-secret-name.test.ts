import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { startSecretsManagerEmulator } from "../../sandbox/emulators/secrets-manager/secrets-manager-emulator";
import { freeSecretName, type SecretToCreate } from "../../src/secret/free-secret-name";
import { clientFor } from "../sandbox/emulators/secrets-manager/emulated-aws";

type Emulator = Awaited<ReturnType<typeof startSecretsManagerEmulator>>;

const name = "plenigo/stage/AAAAAAAAAAAAAAAAAAAA/stripe";
const tags = { "managed-by": "plenigo-stripe", "pulumi:project": "plenigo-stripe", "pulumi:stack": "stage" };
const toCreate: SecretToCreate = {
  name,
  environment: "stage",
  stack: "live",
  place: { region: "eu-central-1" },
  tags,
  isPreview: false,
};

let emulator: Emulator;
let aws: SecretsManager;
const sleep = jest.fn(async () => {});
const patience = { attempts: 3, sleep };

beforeEach(async () => {
  sleep.mockClear();
  emulator = await startSecretsManagerEmulator({ denied: { reader: ["secretsmanager:DescribeSecret"] } });
  aws = clientFor(emulator.url);
  const credentials = { AWS_ACCESS_KEY_ID: "deployer", AWS_SECRET_ACCESS_KEY: "none" };
  const address = { AWS_ENDPOINT_URL: emulator.url, NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1" };
  jest.replaceProperty(process, "env", {
    ...process.env,
    ...credentials,
    ...address,
    AWS_PROFILE: undefined,
  });
});

afterEach(async () => {
  aws.destroy();
  await emulator.close();
});

async function scheduled(owner: Record<string, string> = tags): Promise<void> {
  const Tags = Object.entries(owner).map(([Key, Value]) => ({ Key, Value }));
  await aws.createSecret({ Name: name, SecretString: "precious", Tags });
  await aws.deleteSecret({ SecretId: name, RecoveryWindowInDays: 7 });
  emulator.calls.length = 0;
}

const clear = (changes: Partial<SecretToCreate> = {}) =>
  freeSecretName({ ...toCreate, ...changes }, patience);
const operations = () => emulator.calls.map(({ operation }) => operation);
const writes = () => emulator.calls.filter(({ isWrite }) => isWrite);

describe("a secret of ours on stage", () => {
  it("is purged, so that its name is free", async () => {
    await scheduled();
    await clear();
    expect(emulator.secret(name)).toBeUndefined();
    expect(operations()).toEqual(["DescribeSecret", "DeleteSecret", "DescribeSecret"]);
    await expect(aws.createSecret({ Name: name, SecretString: "new" })).resolves.toMatchObject({
      Name: name,
    });
  });

  it("may carry more tags than ours", async () => {
    await scheduled({ ...tags, team: "payments" });
    await clear();
    expect(emulator.secret(name)).toBeUndefined();
  });

  it("is left alone in a preview", async () => {
    await scheduled();
    await clear({ isPreview: true });
    expect([emulator.secret(name)?.name, writes()]).toEqual([name, []]);
  });

  it("is waited for until AWS has forgotten its name", async () => {
    await scheduled();
    const reply = { status: 200, body: JSON.stringify({ Name: name, DeletedDate: 1 }) };
    const effect = { kind: "reply", reply, processed: false } as const;
    const isAfterPurge = (call: { operation: string }) =>
      call.operation === "DescribeSecret" && operations().includes("DeleteSecret");
    emulator.faults.push({ matches: isAfterPurge, effect, times: 2 });
    await clear();
    expect(sleep.mock.calls).toEqual([[1000], [1000]]);
    expect(emulator.secret(name)).toBeUndefined();
  });
});

describe("a secret of ours without any value, left by a create whose answer was lost", () => {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  beforeEach(() => aws.createSecret({ Name: name, Tags }));

  it.each(["stage", "live"] as const)("goes on %s, so that the create succeeds", async (environment) => {
    await clear({ environment });
    await expect(aws.createSecret({ Name: name })).resolves.toMatchObject({ Name: name });
  });

  it("is left alone in a preview", async () => {
    await clear({ isPreview: true });
    expect(emulator.secret(name)?.name).toBe(name);
  });

  it("is left alone once it has a value", async () => {
    await aws.putSecretValue({ SecretId: name, SecretString: "precious" });
    await clear();
    expect(emulator.secret(name)?.name).toBe(name);
  });

  it("is left alone where it is another stack's", async () => {
    await clear({ tags: { ...tags, "pulumi:stack": "acme.stage" } });
    expect(emulator.secret(name)?.name).toBe(name);
  });
});

describe("what is not ours to purge", () => {
  it.each([
    ["without tags", {}],
    ["of another stack", { ...tags, "pulumi:stack": "acme.stage" }],
    ["of another program", { ...tags, "managed-by": "terraform" }],
  ])("is refused on stage: a secret %s", async (_, owner) => {
    await scheduled(owner);
    await expect(clear()).rejects.toThrow(
      `secret-scheduled-for-deletion: the connection secret ${name} is scheduled for deletion, and is not purged by itself on stage: its tags are not this stack's.`,
    );
    expect([emulator.secret(name)?.name, writes()]).toEqual([name, []]);
  });

  it("is refused on live, with the commands that restore or purge it", async () => {
    await scheduled();
    const message = await clear({ environment: "live" }).catch((error: Error) => error.message);
    expect(message).toMatchInlineSnapshot(`
"secret-scheduled-for-deletion: the connection secret plenigo/stage/AAAAAAAAAAAAAAAAAAAA/stripe is scheduled for deletion, and is not purged by itself on live: it may hold the only copy of a signing secret.
  where  plenigo/stage/AAAAAAAAAAAAAAAAAAAA/stripe
  next   aws secretsmanager restore-secret --secret-id plenigo/stage/AAAAAAAAAAAAAAAAAAAA/stripe --region eu-central-1 && npx plenigo-stripe recover --stack live   (keeps its values)
  or     aws secretsmanager delete-secret --secret-id plenigo/stage/AAAAAAAAAAAAAAAAAAAA/stripe --region eu-central-1 --force-delete-without-recovery && pulumi up --stack live   (can't be undone)
  No secret was written."
`);
    expect([emulator.secret(name)?.name, writes()]).toEqual([name, []]);
  });

  it("is refused in a preview already", async () => {
    await scheduled();
    const refused = clear({ environment: "live", isPreview: true });
    await expect(refused).rejects.toMatchObject({ code: "secret-scheduled-for-deletion" });
  });
});

describe("nothing is changed", () => {
  it("when there is no such secret", async () => {
    await clear();
    expect(operations()).toEqual(["DescribeSecret"]);
  });

  it("when the secret is in use", async () => {
    await aws.createSecret({ Name: name, SecretString: "precious" });
    emulator.calls.length = 0;
    await clear({ environment: "live" });
    expect(writes()).toEqual([]);
  });

  it("when the deployer may not look, which the create will tell", async () => {
    await scheduled();
    process.env.AWS_ACCESS_KEY_ID = "reader";
    await clear();
    expect(writes()).toEqual([]);
  });

  it("when AWS can't be asked, which is an error that names the secret", async () => {
    const reply = { status: 400, body: JSON.stringify({ __type: "InvalidRequestException", message: "no" }) };
    emulator.faults.push({
      matches: () => true,
      effect: { kind: "reply", reply, processed: false },
      times: 1,
    });
    await expect(clear()).rejects.toThrow(
      `could not look for a secret ${name} in AWS: InvalidRequestException: no`,
    );
  });
});
