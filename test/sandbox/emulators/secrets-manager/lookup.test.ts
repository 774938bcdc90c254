import { refusalOf, startEmulatedAws } from "./emulated-aws";

const prefix = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:";
const notFound = {
  name: "ResourceNotFoundException",
  message: "Secrets Manager can't find the specified secret.",
  status: 400,
};

describe("finding a secret in the Secrets Manager emulator", () => {
  it.each([
    { by: "its name", id: () => "plenigo/stage/one/stripe" },
    { by: "its ARN", id: (arn: string) => arn },
    { by: "its ARN without the suffix", id: () => `${prefix}plenigo/stage/one/stripe` },
  ])("finds it by $by", async ({ id }) => {
    const { aws } = await startEmulatedAws();
    const { ARN = "" } = await aws.createSecret({ Name: "plenigo/stage/one/stripe", SecretString: "v" });
    expect((await aws.getSecretValue({ SecretId: id(ARN) })).SecretString).toBe("v");
  });

  it.each([
    { by: "a part of its name", id: "plenigo/stage" },
    { by: "its name with a suffix", id: "plenigo/stage/one/stripe-abcdef" },
    { by: "an ARN with another suffix", id: `${prefix}plenigo/stage/one/stripe-abcdef` },
    {
      by: "an ARN of another region",
      id: `${prefix}plenigo/stage/one/stripe`.replace("eu-central-1", "us-east-1"),
    },
    { by: "another letter case", id: "PLENIGO/stage/one/stripe" },
  ])("doesn't find it by $by", async ({ id }) => {
    const { aws } = await startEmulatedAws();
    await aws.createSecret({ Name: "plenigo/stage/one/stripe", SecretString: "v" });
    expect(await refusalOf(aws.getSecretValue({ SecretId: id }))).toEqual(notFound);
  });

  it("takes an ARN whose name ends like a suffix for a complete one", async () => {
    const { aws } = await startEmulatedAws();
    await aws.createSecret({ Name: "tenant-stripe" });
    expect(await refusalOf(aws.describeSecret({ SecretId: `${prefix}tenant-stripe` }))).toEqual(notFound);
  });

  it("keeps regions apart", async () => {
    const { aws, as, emulator } = await startEmulatedAws();
    const other = as({ region: "us-east-1" });
    await aws.createSecret({ Name: "same", SecretString: "here" });
    expect(await refusalOf(other.getSecretValue({ SecretId: "same" }))).toEqual(notFound);
    await other.createSecret({ Name: "same", SecretString: "there" });
    expect((await aws.getSecretValue({ SecretId: "same" })).SecretString).toBe("here");
    expect(emulator.secrets().map(({ arn }) => arn.split(":")[3])).toEqual(["eu-central-1", "us-east-1"]);
  });

  it("keeps accounts apart", async () => {
    const { aws, as } = await startEmulatedAws({ accounts: { stranger: "210987654321" } });
    const stranger = as({ accessKeyId: "stranger" });
    await aws.createSecret({ Name: "same", SecretString: "ours" });
    expect(await refusalOf(stranger.getSecretValue({ SecretId: "same" }))).toEqual(notFound);
    expect((await stranger.createSecret({ Name: "same" })).ARN).toContain(":210987654321:secret:same-");
  });

  it("refuses a SecretId that can't be a name", async () => {
    const { aws } = await startEmulatedAws();
    const refusal = await refusalOf(aws.describeSecret({ SecretId: "no name!" }));
    expect(refusal).toMatchObject({
      name: "ValidationException",
      message: expect.stringMatching(/^Invalid name/),
    });
  });
});
