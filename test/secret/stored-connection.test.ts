import type * as pulumi from "@pulumi/pulumi";
import { startSecretsManagerEmulator } from "../../sandbox/emulators/secrets-manager/secrets-manager-emulator";
import { readerPolicy } from "../../src/secret/reader-policy";
import { type StoredConnectionArgs, storeConnection } from "../../src/secret/stored-connection";
import { clientFor } from "../sandbox/emulators/secrets-manager/emulated-aws";
import { mockEngine, type Registration, unwrapped } from "../support/mocked-engine";
import { SECRET_ARN, TYPES, updateAnswers } from "../support/mocked-resources";
import { AWS_ACCOUNT } from "../support/tenant";

const stage: StoredConnectionArgs = {
  environment: "stage",
  secretName: "plenigo/stage/AAAAAAAAAAAAAAAAAAAA/stripe",
  companyId: "AAAAAAAAAAAAAAAAAAAA",
  stripeAccountId: "acct_1",
  text: '{"companyId":"AAAAAAAAAAAAAAAAAAAA"}',
  recoveryWindowInDays: 0,
  secretReaders: [],
  protect: false,
  region: "eu-central-1",
};
const readers = [`arn:aws:iam::${AWS_ACCOUNT}:role/plenigo`, `arn:aws:iam::${AWS_ACCOUNT}:role/audit`];

/** Runs a program that stores a connection; the hooks are those before the secret's create and before its update. */
async function store(changes: Partial<StoredConnectionArgs> = {}, preview = false) {
  const engine = await mockEngine({ ...updateAnswers, stack: "acme.stage", preview });
  const hooks: pulumi.ResourceHook[] = [];
  const updateHooks: pulumi.ResourceHook[] = [];
  const transformation: pulumi.ResourceTransformation = ({ opts }) => {
    const { beforeCreate = [], beforeUpdate = [] } = (opts as pulumi.CustomResourceOptions).hooks ?? {};
    hooks.push(...(beforeCreate as pulumi.ResourceHook[]));
    updateHooks.push(...(beforeUpdate as pulumi.ResourceHook[]));
    return undefined;
  };
  storeConnection("plenigo", { ...stage, ...changes }, { transformations: [transformation] });
  const registrations = await engine.settled();
  const one = (type: string) => registrations.find((found) => found.type === type) as Registration;
  return {
    registrations,
    one,
    hook: hooks[0] as pulumi.ResourceHook,
    updateHook: updateHooks[0] as pulumi.ResourceHook,
  };
}

describe("the secret", () => {
  it("carries name, description and the tags that prove whose it is", async () => {
    const { inputs, beforeCreate, beforeUpdate } = (await store()).one(TYPES.secret);
    expect(inputs).toEqual({
      name: stage.secretName,
      description: "Stripe connection of plenigo company (stage), written by plenigo-stripe",
      policy: "{}",
      recoveryWindowInDays: 0,
      tags: {
        "managed-by": "plenigo-stripe",
        "plenigo:company-id": stage.companyId,
        "plenigo:environment": "stage",
        "pulumi:project": "plenigo-stripe",
        "pulumi:stack": "acme.stage",
        "stripe:account-id": "acct_1",
        "stripe:mode": "test",
      },
    });
    expect(beforeCreate).toEqual(["plenigo-clear-scheduled-deletion"]);
    expect(beforeUpdate).toEqual(["plenigo-return-to-default-key"]);
  });

  it("takes protection, KMS key and recovery window as they are declared", async () => {
    const settings = { kmsKeyId: "alias/plenigo", recoveryWindowInDays: 7 };
    const { inputs, protect } = (await store({ ...settings, protect: true })).one(TYPES.secret);
    expect(inputs).toMatchObject(settings);
    expect(protect).toBe(true);
  });
});

describe("its version", () => {
  it("is the text, as a secret, and claims AWSCURRENT so that an edit by hand is drift", async () => {
    const { inputs, protect } = (await store({ protect: true })).one(TYPES.version);
    expect(unwrapped(inputs.secretString)).toBe(stage.text);
    expect([inputs.secretId, inputs.versionStages, protect]).toEqual([SECRET_ARN, ["AWSCURRENT"], false]);
  });

  it("may be as large as Secrets Manager takes, counted in bytes", async () => {
    const text = "ü".repeat(32_768);
    const { inputs } = (await store({ text })).one(TYPES.version);
    expect(unwrapped(inputs.secretString) === text).toBe(true);
  });
});

describe("the reader policy", () => {
  it("exists only when there are readers", async () => {
    const { registrations } = await store();
    expect(registrations.map(({ type }) => type)).toEqual([TYPES.secret, TYPES.version, TYPES.protection]);
  });

  // Anybody may put a policy on a secret that lets a foreign role read; without readers the drift check was clean then.
  it("is declared to be none when there are no readers, and left to itself when there are some", async () => {
    const policyOf = async (secretReaders: readonly string[]) =>
      (await store({ secretReaders })).one(TYPES.secret).inputs.policy;
    expect([await policyOf([]), await policyOf(readers)]).toEqual(["{}", undefined]);
  });

  it("lets the readers in, and never the public", async () => {
    const { inputs } = (await store({ secretReaders: readers })).one(TYPES.policy);
    expect(inputs).toEqual({ secretArn: SECRET_ARN, policy: readerPolicy(readers), blockPublicPolicy: true });
  });

  it("is the same in whatever order the readers are declared", async () => {
    const declared = await store({ secretReaders: readers });
    const reversed = await store({ secretReaders: readers.toReversed() });
    expect(reversed.one(TYPES.policy).inputs).toEqual(declared.one(TYPES.policy).inputs);
  });
});

// A refused destroy dropped the secret's version from the state and took the reader policy away: both go before the secret.
describe("the protection", () => {
  it.each([
    ["protected", true],
    ["unprotected", false],
  ])("depends on everything of a %s connection, so that a destroy meets it first", async (_, protect) => {
    const found = (await store({ protect, secretReaders: readers })).one(TYPES.protection);
    expect(found.protect).toBe(protect);
    expect(found.dependsOn).toEqual(["plenigo-secret", "plenigo-secret-policy", "plenigo-secret-version"]);
  });
});

describe("with AWS", () => {
  let emulator: Awaited<ReturnType<typeof startSecretsManagerEmulator>>;

  beforeEach(async () => {
    emulator = await startSecretsManagerEmulator();
    const credentials = {
      AWS_ACCESS_KEY_ID: "deployer",
      AWS_SECRET_ACCESS_KEY: "none",
      AWS_PROFILE: undefined,
    };
    const address = { AWS_ENDPOINT_URL: emulator.url, NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1" };
    jest.replaceProperty(process, "env", { ...process.env, ...credentials, ...address });
  });
  afterEach(() => emulator.close());

  describe("before the secret is created", () => {
    async function schedule(tags: Record<string, unknown>): Promise<void> {
      const aws = clientFor(emulator.url);
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value: String(Value) }));
      await aws.createSecret({ Name: String(stage.secretName), SecretString: "precious", Tags });
      await aws.deleteSecret({ SecretId: String(stage.secretName), RecoveryWindowInDays: 7 });
      aws.destroy();
    }

    const run = ({ one, hook }: Awaited<ReturnType<typeof store>>, changes: Record<string, unknown> = {}) => {
      const newInputs = { ...one(TYPES.secret).inputs, ...changes };
      return hook.callback({ urn: "", id: "", name: "plenigo-secret", type: TYPES.secret, newInputs });
    };

    it.each([
      ["purges a scheduled one with the tags that this stack gives", false, 0],
      ["purges nothing in a preview", true, 1],
    ])("%s", async (_, preview, left) => {
      const stored = await store({}, preview);
      await schedule(stored.one(TYPES.secret).inputs.tags as Record<string, unknown>);
      await run(stored);
      expect(emulator.secrets()).toHaveLength(left);
    });

    it("refuses one that another stack has scheduled", async () => {
      const stored = await store();
      await schedule({ "managed-by": "plenigo-stripe", "pulumi:stack": "other.stage" });
      await expect(run(stored)).rejects.toThrow(
        /^secret-scheduled-for-deletion: .*its tags are not this stack's/,
      );
    });

    it("refuses one on live, although it is ours", async () => {
      const stored = await store({ environment: "live" });
      await schedule(stored.one(TYPES.secret).inputs.tags as Record<string, unknown>);
      await expect(run(stored)).rejects.toThrow(/^secret-scheduled-for-deletion: /);
    });

    it.each([
      ["name", { name: undefined }],
      ["tags", { tags: undefined }],
    ])("asks AWS nothing while the %s is not known yet", async (_, changes) => {
      await run(await store({}, true), changes);
      expect(emulator.calls).toEqual([]);
    });
  });

  describe("before the secret is updated", () => {
    const own = "alias/own";

    async function update(kmsKeyId: string | undefined, wanted: string | undefined): Promise<string[]> {
      const aws = clientFor(emulator.url);
      const { ARN: id = "" } = await aws.createSecret({ Name: String(stage.secretName), KmsKeyId: kmsKeyId });
      aws.destroy();
      const { updateHook } = await store({ kmsKeyId: wanted });
      const known = { urn: "", id, name: "plenigo-secret", type: TYPES.secret };
      const before = emulator.calls.length;
      await updateHook.callback({
        ...known,
        oldOutputs: { kmsKeyId: kmsKeyId ?? "" },
        newInputs: { kmsKeyId: wanted },
      });
      return emulator.calls.slice(before).map(({ operation }) => operation);
    }
    const key = () => emulator.secret(String(stage.secretName))?.kmsKeyId;

    // AWS keeps the key when a request names none, so that a key which is not declared any more was drift for ever.
    it("gives it AWS's own key again where no key is declared any more", async () => {
      expect(await update(own, undefined)).toEqual(["UpdateSecret"]);
      expect(key()).toBeUndefined();
    });

    it.each([
      ["another key is declared", own, "alias/other"],
      ["AWS's own key is in use", undefined, undefined],
    ])("leaves it alone where %s", async (_, kmsKeyId, wanted) => {
      expect(await update(kmsKeyId, wanted)).toEqual([]);
      expect(key()).toBe(kmsKeyId);
    });

    it("says what it was about where AWS refuses", async () => {
      const { updateHook } = await store();
      const args = { urn: "", id: "gone", name: "plenigo-secret", type: TYPES.secret };
      await expect(
        Promise.resolve(updateHook.callback({ ...args, oldOutputs: { kmsKeyId: own }, newInputs: {} })),
      ).rejects.toThrow(
        /^could not give the connection secret AWS's own key again \(.*\): ResourceNotFoundException: /,
      );
    });
  });
});
