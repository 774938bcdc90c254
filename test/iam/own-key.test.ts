import { describeWithEvaluator, EVERYTHING, IAM_DECIDES, type Judges, judge } from "../support/iam-evaluator";
import {
  expectRefusedFor,
  forSecret,
  keyArn,
  newTags,
  OTHER_ACCOUNT,
  OURS,
  type Row,
  role,
  secretCall,
  through,
  values,
} from "../support/iam-rows";

describeWithEvaluator("with a key of its own for the secrets, refused is", () => {
  const deployer = { identity: ["deployer.stage", "deployer-own-key"] };
  const create = secretCall("CreateSecret", {
    ...newTags("stage"),
    "secretsmanager:KmsKeyArn": keyArn("secrets"),
  });
  const update = secretCall("UpdateSecret", { ...OURS, "secretsmanager:KmsKeyArn": keyArn("secrets") });
  const ours = forSecret("plenigo/stage/acme0000000000000000/stripe");
  const use = (action: string) => ({
    action: `kms:${action}`,
    resource: keyArn("secrets"),
    context: { ...through("secretsmanager"), ...ours },
  });
  const withKey = (identity: string): Judges => ({ identity: [identity], resource: "key-secrets" });
  const anybody = withKey(EVERYTHING);
  const reader = { identity: [EVERYTHING], resource: "key-secrets", principal: role("app", OTHER_ACCOUNT) };
  const ownPolicy = (identity: string): Judges => ({ identity: [identity], resource: IAM_DECIDES });
  const directly = { context: { "kms:ViaService": undefined } };
  const elsewhere = { context: forSecret("x") };
  it.each<Row>([
    [
      "a key where there was none",
      deployer,
      secretCall("UpdateSecret", OURS),
      { context: { "secretsmanager:KmsKeyArn": keyArn("x") } },
    ],
    ["a deployer by its own policy, directly", ownPolicy("deployer-own-key"), use("Encrypt"), directly],
    ["a deployer by its own policy, elsewhere", ownPolicy("deployer-own-key"), use("Encrypt"), elsewhere],
    ["a reader by its own policy, directly", ownPolicy("reader-own-key"), use("Decrypt"), directly],
    ["a reader by its own policy, elsewhere", ownPolicy("reader-own-key"), use("Decrypt"), elsewhere],
    ["a secret without key", deployer, create, { context: { "secretsmanager:KmsKeyArn": undefined } }],
    ["a secret with another key", deployer, create, { context: { "secretsmanager:KmsKeyArn": keyArn("x") } }],
    ["a change to another key", deployer, update, { context: { "secretsmanager:KmsKeyArn": keyArn("x") } }],
    [
      "the key, not through Secrets Manager",
      withKey("deployer-own-key"),
      use("Encrypt"),
      { context: { "kms:ViaService": undefined } },
    ],
    [
      "the key for a secret of somebody else",
      withKey("deployer-own-key"),
      use("Decrypt"),
      { context: forSecret("x") },
    ],
    ["a reader that encrypts", withKey("reader-own-key"), use("Decrypt"), { action: "kms:Encrypt" }],
    [
      "a reader of a secret of somebody else",
      withKey("reader-own-key"),
      use("Decrypt"),
      { context: forSecret("x") },
    ],
    [
      "anybody, not through Secrets Manager",
      anybody,
      use("Decrypt"),
      { context: { "kms:ViaService": undefined } },
    ],
    ["anybody, for a secret of somebody else", anybody, use("Decrypt"), { context: forSecret("x") }],
    ["a reader of another account that encrypts", reader, use("Decrypt"), { action: "kms:Encrypt" }],
    [
      "a reader of an account that is not named",
      reader,
      use("Decrypt"),
      { principal: role("app", "888888888888") },
    ],
  ])("%s", (...row) => expectRefusedFor(row));

  it("nothing that Secrets Manager asks of the key to check it", async () => {
    const check = { "kms:EncryptionContext:SecretARN": "RequestToValidateKeyAccess" };
    const call = { ...use("GenerateDataKey"), context: { ...through("secretsmanager"), ...check } };
    expect(await judge(call, { values, ...withKey("deployer-own-key") })).toBe("allowed");
  });
});
