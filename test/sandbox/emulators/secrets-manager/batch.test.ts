import { refusalOf, startEmulatedAws } from "./emulated-aws";

describe("reading many secrets of the Secrets Manager emulator at once", () => {
  it("returns what can be read and an error for each that can't", async () => {
    const { aws } = await startEmulatedAws();
    for (const Name of ["there", "scheduled"]) await aws.createSecret({ Name, SecretString: Name });
    await aws.deleteSecret({ SecretId: "scheduled" });
    const SecretIdList = ["there", "none", "scheduled"];
    const { SecretValues, Errors } = await aws.batchGetSecretValue({ SecretIdList });
    expect(SecretValues).toMatchObject([{ SecretString: "there", VersionStages: ["AWSCURRENT"] }]);
    expect(Errors).toEqual([
      {
        SecretId: "none",
        ErrorCode: "ResourceNotFoundException",
        Message: "Secrets Manager can't find the specified secret.",
      },
      {
        SecretId: "scheduled",
        ErrorCode: "InvalidRequestException",
        Message: "You can't perform this operation on the secret because it was marked for deletion.",
      },
    ]);
  });

  it.each([
    { case: "21 names", input: { SecretIdList: Array(21).fill("s") }, name: "ValidationException" },
    { case: "no names", input: {}, name: "InvalidParameterException" },
  ])("refuses $case", async ({ input, name }) => {
    const { aws } = await startEmulatedAws();
    expect((await refusalOf(aws.batchGetSecretValue(input))).name).toBe(name);
  });
});
