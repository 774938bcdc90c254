import { refusalOf, startEmulatedAws } from "./emulated-aws";

const reader = "arn:aws:iam::123456789012:role/reader";
const syntaxError = "This resource policy contains a syntax error.";
const unsupported = "This resource policy contains an unsupported principal.";

function policy(statement: object = {}, more: object = {}): string {
  const allowed = {
    Effect: "Allow",
    Principal: { AWS: reader },
    Action: "secretsmanager:GetSecretValue",
    Resource: "*",
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ ...allowed, ...statement }], ...more });
}

async function secretWithPolicy(ResourcePolicy?: string) {
  const world = await startEmulatedAws();
  await world.aws.createSecret({ Name: "s" });
  if (ResourcePolicy) await world.aws.putResourcePolicy({ SecretId: "s", ResourcePolicy });
  return world;
}

describe("resource policies in the Secrets Manager emulator", () => {
  it("returns a policy as it was put, until it is deleted", async () => {
    const { aws, emulator } = await secretWithPolicy(policy());
    expect((await aws.getResourcePolicy({ SecretId: "s" })).ResourcePolicy).toBe(policy());
    expect(emulator.secret("s")?.policy).toBe(policy());
    await aws.deleteResourcePolicy({ SecretId: "s" });
    expect(await aws.getResourcePolicy({ SecretId: "s" })).not.toHaveProperty("ResourcePolicy");
  });

  it("lets a secret without policy be asked for it and lose it", async () => {
    const { aws } = await secretWithPolicy();
    expect((await aws.getResourcePolicy({ SecretId: "s" })).Name).toBe("s");
    expect((await aws.deleteResourcePolicy({ SecretId: "s" })).Name).toBe("s");
  });

  it.each([
    { case: "what isn't JSON", text: "{", message: syntaxError },
    { case: "an empty object", text: "{}", message: syntaxError },
    { case: "a list", text: "[]", message: syntaxError },
    { case: "an unknown version", text: policy({}, { Version: "2020-01-01" }), message: syntaxError },
    { case: "no statement", text: policy({}, { Statement: [] }), message: syntaxError },
    { case: "an unknown effect", text: policy({ Effect: "Permit" }), message: syntaxError },
    { case: "a statement without principal", text: policy({ Principal: undefined }), message: syntaxError },
    { case: "a statement without action", text: policy({ Action: undefined }), message: syntaxError },
    { case: "a statement without resource", text: policy({ Resource: undefined }), message: syntaxError },
    {
      case: "a principal that isn't one",
      text: policy({ Principal: { AWS: "reader" } }),
      message: unsupported,
    },
    {
      case: "a wildcard in an ARN",
      text: policy({ Principal: { AWS: "arn:aws:iam::*:root" } }),
      message: unsupported,
    },
  ])("refuses $case", async ({ text, message }) => {
    const { aws, emulator } = await secretWithPolicy();
    const refusal = await refusalOf(aws.putResourcePolicy({ SecretId: "s", ResourcePolicy: text }));
    expect(refusal).toEqual({ name: "MalformedPolicyDocumentException", message, status: 400 });
    expect(emulator.secret("s")?.policy).toBeUndefined();
  });

  it.each([
    { case: "an empty policy", text: "" },
    { case: "a policy of 20,481 characters", text: policy().padEnd(20_481) },
  ])("refuses $case by its length", async ({ text }) => {
    const { aws } = await secretWithPolicy();
    const refusal = await refusalOf(aws.putResourcePolicy({ SecretId: "s", ResourcePolicy: text }));
    expect(refusal.name).toBe("ValidationException");
  });

  it.each([
    { case: "everybody", principal: "*" },
    { case: "every AWS account", principal: { AWS: "*" } },
    { case: "every AWS account beside a role", principal: { AWS: [reader, "*"] } },
  ])("refuses a policy for $case where public ones are blocked", async ({ principal }) => {
    const { aws, emulator } = await secretWithPolicy();
    const input = { SecretId: "s", ResourcePolicy: policy({ Principal: principal }) };
    const refusal = await refusalOf(aws.putResourcePolicy({ ...input, BlockPublicPolicy: true }));
    expect(refusal).toMatchObject({ name: "PublicPolicyException", status: 400 });
    expect(emulator.secret("s")?.policy).toBeUndefined();
    await aws.putResourcePolicy(input);
    expect(emulator.secret("s")?.policy).toBe(input.ResourcePolicy);
  });

  it("accepts a policy for one role where public ones are blocked", async () => {
    const { aws } = await secretWithPolicy();
    const input = { SecretId: "s", ResourcePolicy: policy(), BlockPublicPolicy: true };
    expect((await aws.putResourcePolicy(input)).Name).toBe("s");
  });
});

describe("tags in the Secrets Manager emulator", () => {
  it("adds, overwrites and removes tags", async () => {
    const { aws, emulator } = await secretWithPolicy();
    const tag = (Key: string, Value: string) => ({ Key, Value });
    await aws.tagResource({ SecretId: "s", Tags: [tag("a", "1"), tag("b", "1")] });
    await aws.tagResource({ SecretId: "s", Tags: [tag("b", "2"), tag("c", "")] });
    await aws.untagResource({ SecretId: "s", TagKeys: ["a", "unknown"] });
    expect(emulator.secret("s")?.tags).toEqual({ b: "2", c: "" });
  });

  it("refuses AWS's own tags", async () => {
    const { aws } = await secretWithPolicy();
    const Tags = [{ Key: "AWS:owner", Value: "v" }];
    expect((await refusalOf(aws.tagResource({ SecretId: "s", Tags }))).name).toBe(
      "InvalidParameterException",
    );
  });
});
