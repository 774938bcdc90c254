import { describeWithEvaluator, EVERYTHING, IAM_DECIDES, type Judges, judge } from "../support/iam-evaluator";
import {
  expectRefusedFor,
  forBucket,
  forStack,
  keyArn,
  object,
  type Row,
  through,
  values,
} from "../support/iam-rows";

describeWithEvaluator("of state and its key, refused is", () => {
  const withState = (identity: string): Judges => ({ identity: [identity], resource: "bucket-state" });
  const withKey = (identity: string): Judges => ({ identity: [identity], resource: "key-state" });
  const decrypt = { action: "kms:Decrypt", resource: keyArn("pulumi"), context: forStack("acme.stage") };
  const decryptFile = { ...decrypt, context: { ...through("s3"), ...forBucket("state") } };
  const removeLock = {
    action: "s3:DeleteObject",
    resource: object(".pulumi/locks/organization/p/acme.stage/1.json"),
  };
  const read = { action: "s3:GetObject", resource: object(".pulumi/stacks/p/acme.stage.json") };
  const write = { ...read, action: "s3:PutObject" };
  const history = object(".pulumi/history/p/acme.stage/acme.stage-1.history.json");
  const backup = object(".pulumi/backups/p/acme.stage/acme.stage.1.json");
  const ownPolicy = (identity: string): Judges => ({ identity: [identity], resource: IAM_DECIDES });
  const directly = { context: { "kms:ViaService": undefined } };
  it.each<Row>([
    ["files decrypted directly, by the deployer's policy", ownPolicy("state"), decryptFile, directly],
    [
      "files decrypted directly, by the previewer's policy",
      ownPolicy("previewer.stage"),
      decryptFile,
      directly,
    ],
    ["deleting history", withState("state"), removeLock, { resource: history }],
    ["deleting backups", withState("state"), removeLock, { resource: backup }],
    [
      "deleting the layout's version",
      withState("state"),
      removeLock,
      { resource: object(".pulumi/meta.yaml") },
    ],
    ["deleting old versions", withState("state"), removeLock, { action: "s3:DeleteObjectVersion" }],
    ["what is not Pulumi's in the bucket", withState("state"), read, { resource: object("of/others") }],
    ["a preview that writes", withState("previewer.stage"), read, { action: "s3:PutObject" }],
    ["a preview of live that writes", withState("previewer.live"), read, { action: "s3:PutObject" }],
    ["decrypting another stack", withKey("state"), decrypt, { context: forStack("beta.stage") }],
    [
      "decrypting a stack without context",
      withKey("state"),
      decrypt,
      { context: { "kms:EncryptionContext:stack": undefined } },
    ],
    ["previewing another stack", withKey("previewer.stage"), decrypt, { context: forStack("beta.stage") }],
    [
      "previewing another live stack",
      withKey("previewer.live"),
      decrypt,
      { context: forStack("beta.stage") },
    ],
    [
      "making another stack",
      withKey("state-admin"),
      { ...decrypt, action: "kms:Encrypt" },
      { context: forStack("beta.stage") },
    ],
    ["making a stack with the right to update", withKey("state"), decrypt, { action: "kms:Encrypt" }],
    ["decrypting files of another bucket", withKey("state"), decryptFile, { context: forBucket("other") }],
    [
      "encrypting files in a preview",
      withKey("previewer.stage"),
      decryptFile,
      { action: "kms:GenerateDataKey" },
    ],
    [
      "anybody without context",
      withKey(EVERYTHING),
      decrypt,
      { context: { "kms:EncryptionContext:stack": undefined } },
    ],
    ["anybody through another service", withKey(EVERYTHING), decryptFile, { context: through("lambda") }],
    ["an unsafe connection", withState(EVERYTHING), read, { context: { "aws:SecureTransport": "false" } }],
    [
      "an old TLS",
      withState(EVERYTHING),
      { ...read, context: { "s3:TlsVersion": "1.3" } },
      { context: { "s3:TlsVersion": "1.1" } },
    ],
    [
      "another encryption",
      withState(EVERYTHING),
      { ...write, context: { "s3:x-amz-server-side-encryption": "aws:kms" } },
      { context: { "s3:x-amz-server-side-encryption": "AES256" } },
    ],
    [
      "another key",
      withState(EVERYTHING),
      { ...write, context: { "s3:x-amz-server-side-encryption-aws-kms-key-id": keyArn("pulumi") } },
      { context: { "s3:x-amz-server-side-encryption-aws-kms-key-id": keyArn("x") } },
    ],
    ["anybody who deletes backups", withState(EVERYTHING), removeLock, { resource: backup }],
    [
      "anybody who deletes old versions",
      withState(EVERYTHING),
      removeLock,
      { action: "s3:DeleteObjectVersion" },
    ],
  ])("%s", (...row) => expectRefusedFor(row));

  it("the rename of a stack's history, but to those who make stacks", async () => {
    const remove = { action: "s3:DeleteObject", resource: history };
    expect(await judge(remove, { values, identity: ["state"] })).toBe("not allowed");
    expect(await judge(remove, { values, identity: ["state", "state-admin"] })).toBe("allowed");
  });
});
