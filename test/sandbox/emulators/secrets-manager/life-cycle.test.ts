import { refusalOf, startEmulatedAws, token } from "./emulated-aws";

const dayMs = 24 * 60 * 60 * 1000;
const start = Date.UTC(2026, 0, 15, 12);
const markedForDeletion = {
  name: "InvalidRequestException",
  message: "You can't perform this operation on the secret because it was marked for deletion.",
  status: 400,
};

describe("life of a secret in the Secrets Manager emulator", () => {
  it("describes a secret as it was created", async () => {
    const { aws } = await startEmulatedAws({ now: () => start + 250 });
    const created = await aws.createSecret({
      Name: "plenigo/stage/one/stripe",
      Description: "one",
      KmsKeyId: "alias/own",
      SecretString: "{}",
      ClientRequestToken: token(1),
      Tags: [{ Key: "app", Value: "plenigo" }],
    });
    const { $metadata, ...described } = await aws.describeSecret({ SecretId: "plenigo/stage/one/stripe" });
    expect(created.ARN).toMatch(
      /^arn:aws:secretsmanager:eu-central-1:123456789012:secret:plenigo\/stage\/one\/stripe-[A-Za-z0-9]{6}$/,
    );
    expect(created.VersionId).toBe(token(1));
    expect(described).toEqual({
      ARN: created.ARN,
      Name: "plenigo/stage/one/stripe",
      Description: "one",
      KmsKeyId: "alias/own",
      CreatedDate: new Date(start + 250),
      LastChangedDate: new Date(start + 250),
      Tags: [{ Key: "app", Value: "plenigo" }],
      VersionIdsToStages: { [token(1)]: ["AWSCURRENT"] },
    });
  });

  it("leaves out of an empty secret what it doesn't have", async () => {
    const { aws } = await startEmulatedAws();
    const { $metadata, ...created } = await aws.createSecret({ Name: "empty", Description: "" });
    const described = await aws.describeSecret({ SecretId: "empty" });
    expect(Object.keys(created).toSorted()).toEqual(["ARN", "Name"]);
    expect(Object.keys(described).toSorted()).toEqual([
      "$metadata",
      "ARN",
      "CreatedDate",
      "LastChangedDate",
      "Name",
    ]);
    expect(await refusalOf(aws.getSecretValue({ SecretId: "empty" }))).toEqual({
      name: "ResourceNotFoundException",
      message: "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
      status: 400,
    });
  });

  it("refuses a second secret of the same name", async () => {
    const { aws } = await startEmulatedAws();
    await aws.createSecret({ Name: "twice" });
    expect(await refusalOf(aws.createSecret({ Name: "twice" }))).toEqual({
      name: "ResourceExistsException",
      message: "The operation failed because the secret twice already exists.",
      status: 400,
    });
  });

  it("answers a repeated create with the same token and value as before", async () => {
    const { aws, emulator } = await startEmulatedAws();
    const input = { Name: "again", SecretString: "v", ClientRequestToken: token(1) };
    const [first, second] = [await aws.createSecret(input), await aws.createSecret(input)];
    expect(second.ARN).toBe(first.ARN);
    expect(emulator.secrets()).toHaveLength(1);
  });

  it("refuses a repeated create with the same token and another value", async () => {
    const { aws } = await startEmulatedAws();
    const { ARN } = await aws.createSecret({
      Name: "again",
      SecretString: "v",
      ClientRequestToken: token(1),
    });
    const repeated = aws.createSecret({ Name: "again", SecretString: "w", ClientRequestToken: token(1) });
    expect(await refusalOf(repeated)).toEqual({
      name: "ResourceExistsException",
      message: `You can't use ClientRequestToken ${token(1)} because that value is already in use for a version of secret ${ARN}.`,
      status: 400,
    });
  });

  it.each([
    { window: "the default window", input: {}, days: 30 },
    { window: "the shortest window", input: { RecoveryWindowInDays: 7 }, days: 7 },
    { window: "the longest window", input: { RecoveryWindowInDays: 30 }, days: 30 },
  ])("keeps a deleted secret for $window, then forgets it", async ({ input, days }) => {
    let now = start;
    const { aws, emulator } = await startEmulatedAws({ now: () => now });
    await aws.createSecret({ Name: "going", SecretString: "v" });
    const { DeletionDate } = await aws.deleteSecret({ SecretId: "going", ...input });
    expect(DeletionDate).toEqual(new Date(start + days * dayMs));
    now = start + days * dayMs - 1;
    expect((await aws.describeSecret({ SecretId: "going" })).DeletedDate).toEqual(DeletionDate);
    now += 1;
    expect((await refusalOf(aws.describeSecret({ SecretId: "going" }))).name).toBe(
      "ResourceNotFoundException",
    );
    expect(emulator.secrets()).toEqual([]);
  });

  it.each([
    { case: "6 days", input: { RecoveryWindowInDays: 6 }, message: /between 7 and 30 days/ },
    { case: "31 days", input: { RecoveryWindowInDays: 31 }, message: /between 7 and 30 days/ },
    {
      case: "a window together with force",
      input: { RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: true },
      message: /ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays/,
    },
  ])("refuses to delete with $case", async ({ input, message }) => {
    const { aws, emulator } = await startEmulatedAws();
    await aws.createSecret({ Name: "staying" });
    const refusal = await refusalOf(aws.deleteSecret({ SecretId: "staying", ...input }));
    expect(refusal).toMatchObject({
      name: "InvalidParameterException",
      message: expect.stringMatching(message),
    });
    expect(emulator.secret("staying")?.deletedDate).toBeUndefined();
  });

  it("refuses to create a secret whose name waits for its deletion", async () => {
    const { aws } = await startEmulatedAws();
    await aws.createSecret({ Name: "blocked" });
    await aws.deleteSecret({ SecretId: "blocked" });
    expect(await refusalOf(aws.createSecret({ Name: "blocked" }))).toEqual({
      name: "InvalidRequestException",
      message:
        "You can't create this secret because a secret with this name is already scheduled for deletion.",
      status: 400,
    });
  });

  it("frees the name with a forced deletion and gives the next secret another suffix", async () => {
    const { aws } = await startEmulatedAws();
    const first = await aws.createSecret({ Name: "reborn" });
    await aws.deleteSecret({ SecretId: "reborn" });
    await aws.deleteSecret({ SecretId: "reborn", ForceDeleteWithoutRecovery: true });
    const second = await aws.createSecret({ Name: "reborn" });
    expect(second.ARN).not.toBe(first.ARN);
  });

  it.each([
    { case: "a name", id: "never" },
    { case: "an ARN", id: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:never-abcdef" },
  ])("lets a forced deletion of an unknown secret succeed by $case", async ({ id }) => {
    const { aws } = await startEmulatedAws();
    const { ARN } = await aws.deleteSecret({ SecretId: id, ForceDeleteWithoutRecovery: true });
    expect(ARN).toMatch(/^arn:aws:secretsmanager:eu-central-1:123456789012:secret:never-\w{6}$/);
  });

  it("brings a scheduled secret back with its value", async () => {
    const { aws } = await startEmulatedAws();
    await aws.createSecret({ Name: "back", SecretString: "v" });
    await aws.deleteSecret({ SecretId: "back" });
    await aws.restoreSecret({ SecretId: "back" });
    expect((await aws.getSecretValue({ SecretId: "back" })).SecretString).toBe("v");
    expect(await aws.describeSecret({ SecretId: "back" })).not.toHaveProperty("DeletedDate");
  });

  it.each([
    { operation: "getSecretValue", input: {} },
    { operation: "putSecretValue", input: { SecretString: "w" } },
    { operation: "updateSecret", input: { Description: "d" } },
    { operation: "updateSecretVersionStage", input: { VersionStage: "x", MoveToVersionId: token(1) } },
    { operation: "deleteSecret", input: {} },
    { operation: "tagResource", input: { Tags: [{ Key: "k", Value: "v" }] } },
    { operation: "untagResource", input: { TagKeys: ["k"] } },
    { operation: "getResourcePolicy", input: {} },
    { operation: "putResourcePolicy", input: { ResourcePolicy: "{}" } },
    { operation: "deleteResourcePolicy", input: {} },
  ] as const)("refuses $operation on a scheduled secret", async ({ operation, input }) => {
    const { aws } = await startEmulatedAws();
    await aws.createSecret({ Name: "going", SecretString: "v", ClientRequestToken: token(1) });
    await aws.deleteSecret({ SecretId: "going" });
    const call = aws[operation] as (input: object) => Promise<unknown>;
    expect(await refusalOf(call.call(aws, { SecretId: "going", ...input }))).toEqual(markedForDeletion);
  });
});
