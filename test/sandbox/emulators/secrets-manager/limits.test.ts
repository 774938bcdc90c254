import type { CreateSecretCommandInput } from "@aws-sdk/client-secrets-manager";
import { refusalOf, startEmulatedAws, token } from "./emulated-aws";

const tags = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: "v" }));

interface Row {
  readonly case: string;
  readonly input: Partial<CreateSecretCommandInput>;
  readonly name: string;
  readonly message?: RegExp;
}

const refused: Row[] = [
  {
    case: "an empty name",
    input: { Name: "" },
    name: "ValidationException",
    message: /'name' .*length greater than or equal to 1$/,
  },
  { case: "a name of 513 characters", input: { Name: "n".repeat(513) }, name: "ValidationException" },
  {
    case: "a name with a blank",
    input: { Name: "a b" },
    name: "ValidationException",
    message: /^Invalid name\./,
  },
  { case: "a name with an exclamation mark", input: { Name: "a!" }, name: "ValidationException" },
  { case: "a name with an umlaut", input: { Name: "ä" }, name: "ValidationException" },
  { case: "an empty value", input: { SecretString: "" }, name: "ValidationException" },
  { case: "65,537 bytes", input: { SecretString: "v".repeat(65_537) }, name: "ValidationException" },
  {
    case: "65,537 bytes in fewer characters",
    input: { SecretString: `${"ä".repeat(32_768)}v` },
    name: "ValidationException",
  },
  {
    case: "a description of 2,049 characters",
    input: { Description: "d".repeat(2049) },
    name: "ValidationException",
  },
  {
    case: "a token of 31 characters",
    input: { ClientRequestToken: "t".repeat(31) },
    name: "ValidationException",
  },
  {
    case: "a token of 65 characters",
    input: { ClientRequestToken: "t".repeat(65) },
    name: "ValidationException",
  },
  { case: "51 tags", input: { Tags: tags(51) }, name: "LimitExceededException" },
  { case: "an aws: tag", input: { Tags: [{ Key: "aws:x", Value: "v" }] }, name: "InvalidParameterException" },
  {
    case: "a tag key of 129 characters",
    input: { Tags: [{ Key: "k".repeat(129) }] },
    name: "ValidationException",
  },
  {
    case: "a tag value of 257 characters",
    input: { Tags: [{ Key: "k", Value: "v".repeat(257) }] },
    name: "ValidationException",
  },
  {
    case: "a tag key given twice",
    input: { Tags: [...tags(1), ...tags(1)] },
    name: "InvalidParameterException",
  },
  {
    case: "replicas, which it doesn't have",
    input: { AddReplicaRegions: [{ Region: "us-east-1" }] },
    name: "InvalidParameterException",
  },
];

describe("limits of the Secrets Manager emulator", () => {
  it.each(refused)("refuses to create a secret with $case", async ({ input, name, message = /./ }) => {
    const { aws, emulator } = await startEmulatedAws();
    const refusal = await refusalOf(aws.createSecret({ Name: "s", ...input }));
    expect(refusal).toEqual({ name, message: expect.stringMatching(message), status: 400 });
    expect(emulator.secrets()).toEqual([]);
  });

  it.each<{ case: string; input: Partial<CreateSecretCommandInput> }>([
    { case: "each character that names may have", input: { Name: "aZ09/_+=.@-" } },
    { case: "a name of 512 characters", input: { Name: "n".repeat(512) } },
    { case: "65,536 bytes", input: { SecretString: "ä".repeat(32_768) } },
    { case: "a description of 2,048 characters", input: { Description: "d".repeat(2048) } },
    { case: "a token of 64 characters", input: { ClientRequestToken: "t".repeat(64) } },
    { case: "50 tags", input: { Tags: tags(50) } },
  ])("accepts $case", async ({ input }) => {
    const { aws } = await startEmulatedAws();
    expect(await aws.createSecret({ Name: "s", ...input })).toHaveProperty("ARN");
  });

  it("never repeats a refused value", async () => {
    const { aws } = await startEmulatedAws();
    const value = "hidden".repeat(11_000);
    const { message } = await refusalOf(aws.createSecret({ Name: "s", SecretString: value }));
    expect(message).not.toContain("hidden");
  });

  it.each([
    { case: "no value", input: {} },
    { case: "an empty value", input: { SecretString: "" } },
  ])("refuses to put $case", async ({ input }) => {
    const { aws } = await startEmulatedAws();
    await aws.createSecret({ Name: "s" });
    expect(await refusalOf(aws.putSecretValue({ SecretId: "s", ...input }))).toEqual({
      name: "InvalidRequestException",
      message: "You must provide either SecretString or SecretBinary.",
      status: 400,
    });
  });

  it("refuses to put more than 20 labels at once", async () => {
    const { aws } = await startEmulatedAws();
    await aws.createSecret({ Name: "s" });
    const VersionStages = Array.from({ length: 21 }, (_, index) => `label-${index}`);
    const call = aws.putSecretValue({ SecretId: "s", SecretString: "v", VersionStages });
    expect((await refusalOf(call)).name).toBe("ValidationException");
  });

  it("refuses to read a VersionId shorter than 32 characters", async () => {
    const { aws } = await startEmulatedAws();
    await aws.createSecret({ Name: "s", SecretString: "v", ClientRequestToken: token(1) });
    const call = aws.getSecretValue({ SecretId: "s", VersionId: "AWSCURRENT" });
    expect(await refusalOf(call)).toMatchObject({
      name: "ValidationException",
      message:
        "1 validation error detected: Value 'AWSCURRENT' at 'versionId' failed to satisfy constraint: Member must have length greater than or equal to 32",
    });
  });

  it("counts the tags a secret already has", async () => {
    const { aws, emulator } = await startEmulatedAws();
    await aws.createSecret({ Name: "s", Tags: tags(50) });
    const call = aws.tagResource({ SecretId: "s", Tags: [{ Key: "more", Value: "v" }] });
    expect((await refusalOf(call)).name).toBe("InvalidParameterException");
    await aws.tagResource({ SecretId: "s", Tags: [{ Key: "k0", Value: "other" }] });
    expect(emulator.secret("s")?.tags.k0).toBe("other");
  });
});
