import {
  DeleteSecretCommand,
  PutResourcePolicyCommand,
  PutSecretValueCommand,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { byHand } from "../support/by-hand";
import { describeWithEngine } from "../support/engine";
import { Journey } from "../support/journey";
import { tenant } from "../support/tenant";

describeWithEngine("drift of the connection secret", () => {
  let journey: Journey;
  let written: string | undefined;
  beforeAll(async () => {
    journey = await Journey.provisioned();
    written = journey.aws.currentValue(journey.secretName);
  });
  afterAll(() => journey.close());

  async function expectRepaired(writes: readonly string[]) {
    const { code, writes: wrote } = await journey.preview();
    expect({ code, wrote }).toEqual({ code: 7, wrote: [] });
    expect((await journey.up()).writes).toEqual(writes);
    expect(journey.aws.currentValue(journey.secretName) === written).toBe(true);
    expect((await journey.preview()).code).toBe(0);
  }

  it("an edit by hand is found, and the next update brings our version back", async () => {
    await byHand(journey, (aws) =>
      aws.send(new PutSecretValueCommand({ SecretId: journey.secretName, SecretString: "{}" })),
    );
    await expectRepaired(["UpdateSecretVersionStage"]);
  });

  it("a moved AWSCURRENT is moved back", async () => {
    const versions = journey.aws.secret(journey.secretName)?.versions ?? [];
    const [ours, theirs] = ["AWSCURRENT", "AWSPREVIOUS"].map((label) =>
      versions.find(({ stages }) => stages.includes(label)),
    );
    await byHand(journey, (aws) =>
      aws.send(
        new UpdateSecretVersionStageCommand({
          SecretId: journey.secretName,
          VersionStage: "AWSCURRENT",
          RemoveFromVersionId: ours?.versionId,
          MoveToVersionId: theirs?.versionId,
        }),
      ),
    );
    await expectRepaired(["UpdateSecretVersionStage"]);
  });

  it("a secret deleted for good is made again with the same content", async () => {
    await byHand(journey, (aws) =>
      aws.send(new DeleteSecretCommand({ SecretId: journey.secretName, ForceDeleteWithoutRecovery: true })),
    );
    await expectRepaired(["CreateSecret", "PutSecretValue"]);
  });

  it("a secret of ours that is scheduled for deletion is purged and made again on stage", async () => {
    await byHand(journey, (aws) =>
      aws.send(new DeleteSecretCommand({ SecretId: journey.secretName, RecoveryWindowInDays: 7 })),
    );
    await expectRepaired(["DeleteSecret", "CreateSecret", "PutSecretValue"]);
    expect(journey.aws.secret(journey.secretName)?.deletedDate).toBeUndefined();
  });

  it("a resource policy that lets somebody else read is taken away, also where no readers are declared", async () => {
    const statement = {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::999999999999:root" },
      Action: "secretsmanager:GetSecretValue",
      Resource: "*",
    };
    await byHand(journey, (aws) =>
      aws.send(
        new PutResourcePolicyCommand({
          SecretId: journey.secretName,
          ResourcePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
        }),
      ),
    );
    await expectRepaired(["DeleteResourcePolicy"]);
    expect(journey.aws.secret(journey.secretName)?.policy).toBeUndefined();
  });

  it("a KMS key that is not declared any more makes room for AWS's own, and then nothing differs", async () => {
    await journey.configure("kmsKeyId", "alias/own");
    await journey.up();
    expect(journey.aws.secret(journey.secretName)?.kmsKeyId).toBe("alias/own");
    await journey.pulumi("config", "rm", "plenigo-stripe:kmsKeyId");
    await expectRepaired(["UpdateSecret", "UpdateSecret"]);
    expect(journey.aws.secret(journey.secretName)?.kmsKeyId).toBeUndefined();
  });

  it("never shows a value in a preview's diff", async () => {
    await byHand(journey, (aws) =>
      aws.send(new PutSecretValueCommand({ SecretId: journey.secretName, SecretString: "an edit" })),
    );
    await journey.configure("stripePublishableKey", journey.tenant.publishableKey.replace(/.$/, "0"));
    const { text } = await journey.preview();
    expect(text).toMatch(/secretString *: \[secret\]/);
    expect(text).not.toContain("an edit");
  });
});

describeWithEngine("a live connection secret that is scheduled for deletion", () => {
  it("stops preview and update with the commands that restore or purge it, and is left as it is", async () => {
    const journey = await Journey.provisioned({ who: tenant({ environment: "live" }) });
    await byHand(journey, (aws) =>
      aws.send(new DeleteSecretCommand({ SecretId: journey.secretName, RecoveryWindowInDays: 7 })),
    );
    for (const command of [["preview"], ["up", "--yes", "--skip-preview"]]) {
      const { code, text, writes } = await journey.pulumi(...command);
      expect(code).not.toBe(0);
      expect(writes).toEqual([]);
      expect(text).toMatch(
        /secret-scheduled-for-deletion: [\s\S]*restore-secret[\s\S]*--force-delete-without-recovery/,
      );
    }
    expect(journey.aws.secret(journey.secretName)?.deletedDate).toBeDefined();
    await journey.close();
  });
});

describeWithEngine("readers of the connection secret", () => {
  const [one, other] = ["app", "worker"].map((role) => `arn:aws:iam::123456789012:role/${role}`);
  let journey: Journey;
  beforeAll(async () => {
    journey = await Journey.provisioned({ plain: { secretReaders: [one, other] } });
  });
  afterAll(() => journey.close());

  const policy = () => journey.aws.secret(journey.secretName)?.policy;

  it("may read it, and nothing else is allowed", () => {
    const [statement, ...more] = JSON.parse(policy() ?? "{}").Statement;
    expect(statement).toMatchObject({
      Effect: "Allow",
      Principal: { AWS: [one, other] },
      Action: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
    });
    expect(more).toEqual([]);
    expect(JSON.parse(policy() ?? "{}").Statement[0]).not.toHaveProperty("NotPrincipal");
  });

  it("lose the right when they are taken out, also the last one", async () => {
    await journey.pulumi("config", "rm", "--path", "plenigo-stripe:secretReaders[0]");
    await journey.up();
    expect(JSON.parse(policy() ?? "{}").Statement[0].Principal).toEqual({ AWS: [other] });
    await journey.pulumi("config", "rm", "plenigo-stripe:secretReaders");
    await journey.up();
    expect(policy()).toBeUndefined();
    expect((await journey.preview()).code).toBe(0);
  });
});
