import { refusalOf, startEmulatedAws, token } from "./emulated-aws";

/** Three secrets: two of stage and one of live, that one scheduled for deletion. */
async function threeSecrets() {
  let now = Date.UTC(2026, 0, 15);
  const world = await startEmulatedAws({
    now: () => {
      now += 1000;
      return now;
    },
  });
  const add = (Name: string, stage: string, Description: string) =>
    world.aws.createSecret({ Name, Description, SecretString: Name, Tags: [{ Key: "stage", Value: stage }] });
  await add("plenigo/stage/two", "stage", "Second Tenant");
  await add("plenigo/stage/one", "stage", "First tenant");
  await add("plenigo/live/one", "live", "First tenant");
  await world.aws.deleteSecret({ SecretId: "plenigo/live/one" });
  return world;
}

describe("listing secrets of the Secrets Manager emulator", () => {
  it.each([
    { case: "all that aren't scheduled, oldest first", input: {}, names: ["stage/two", "stage/one"] },
    {
      case: "scheduled ones when asked for",
      input: { IncludePlannedDeletion: true },
      names: ["stage/two", "stage/one", "live/one"],
    },
    { case: "newest first", input: { SortOrder: "desc" as const }, names: ["stage/one", "stage/two"] },
    { case: "by name", input: { SortBy: "name" as const }, names: ["stage/one", "stage/two"] },
    { case: "a name's beginning", filter: ["name", "plenigo/stage/t"], names: ["stage/two"] },
    { case: "a name's beginning in its letter case only", filter: ["name", "PLENIGO"], names: [] },
    { case: "no name's middle", filter: ["name", "stage"], names: [] },
    { case: "all but a name's beginning", filter: ["name", "!plenigo/stage/t"], names: ["stage/one"] },
    { case: "one of two values", filter: ["name", "x", "plenigo/stage/o"], names: ["stage/one"] },
    { case: "a tag's key", filter: ["tag-key", "sta"], names: ["stage/two", "stage/one"] },
    { case: "a tag's value", filter: ["tag-value", "live"], names: [] },
    { case: "a description in any letter case", filter: ["description", "first"], names: ["stage/one"] },
    { case: "words anywhere", filter: ["all", "tenant two"], names: [] },
    { case: "a word of the description", filter: ["all", "tenant"], names: ["stage/two", "stage/one"] },
  ])("lists $case", async ({ input = {}, filter, names }) => {
    const { aws } = await threeSecrets();
    const Filters = filter && [{ Key: filter[0] as "name", Values: filter.slice(1) }];
    const { SecretList } = await aws.listSecrets({ ...input, Filters });
    expect(SecretList?.map(({ Name }) => Name?.replace("plenigo/", ""))).toEqual(names);
  });

  it("requires all filters to fit", async () => {
    const { aws } = await threeSecrets();
    const { SecretList } = await aws.listSecrets({
      Filters: [
        { Key: "tag-value", Values: ["stage"] },
        { Key: "name", Values: ["plenigo/stage/one"] },
      ],
    });
    expect(SecretList).toHaveLength(1);
  });

  it("tells tags and labels of each secret but no value", async () => {
    const { aws } = await startEmulatedAws();
    await aws.createSecret({ Name: "s", SecretString: "hidden", ClientRequestToken: token(1) });
    await aws.tagResource({ SecretId: "s", Tags: [{ Key: "app", Value: "plenigo" }] });
    const { SecretList } = await aws.listSecrets({});
    expect(SecretList).toMatchObject([
      { Tags: [{ Key: "app", Value: "plenigo" }], SecretVersionsToStages: { [token(1)]: ["AWSCURRENT"] } },
    ]);
    expect(JSON.stringify(SecretList)).not.toContain("hidden");
  });

  it("hands out pages until the last has no token", async () => {
    const { aws } = await threeSecrets();
    const first = await aws.listSecrets({ MaxResults: 2, IncludePlannedDeletion: true });
    const last = await aws.listSecrets({
      MaxResults: 2,
      IncludePlannedDeletion: true,
      NextToken: first.NextToken,
    });
    expect(first.SecretList).toHaveLength(2);
    expect(last.SecretList?.map(({ Name }) => Name)).toEqual(["plenigo/live/one"]);
    expect(last.NextToken).toBeUndefined();
  });

  it.each([
    { case: "a page size of 0", input: { MaxResults: 0 }, name: "ValidationException" },
    { case: "a page size of 101", input: { MaxResults: 101 }, name: "ValidationException" },
    { case: "an invented page token", input: { NextToken: "invented" }, name: "InvalidNextTokenException" },
    {
      case: "an unknown filter",
      input: { Filters: [{ Key: "colour" as "name", Values: ["x"] }] },
      name: "ValidationException",
    },
    {
      case: "a filter without values",
      input: { Filters: [{ Key: "name" as const }] },
      name: "ValidationException",
    },
  ])("refuses $case", async ({ input, name }) => {
    const { aws } = await startEmulatedAws();
    expect((await refusalOf(aws.listSecrets(input))).name).toBe(name);
  });
});

describe("reading many secrets of the Secrets Manager emulator at once", () => {
  it("returns what can be read and an error for each that can't", async () => {
    const { aws } = await threeSecrets();
    const SecretIdList = ["plenigo/stage/one", "plenigo/none", "plenigo/live/one"];
    const { SecretValues, Errors } = await aws.batchGetSecretValue({ SecretIdList });
    expect(SecretValues).toMatchObject([
      { SecretString: "plenigo/stage/one", VersionStages: ["AWSCURRENT"] },
    ]);
    expect(Errors).toEqual([
      {
        SecretId: "plenigo/none",
        ErrorCode: "ResourceNotFoundException",
        Message: "Secrets Manager can't find the specified secret.",
      },
      {
        SecretId: "plenigo/live/one",
        ErrorCode: "InvalidRequestException",
        Message: "You can't perform this operation on the secret because it was marked for deletion.",
      },
    ]);
  });

  it("reads what filters find, page by page", async () => {
    const { aws } = await threeSecrets();
    const Filters = [{ Key: "name" as const, Values: ["plenigo/"] }];
    const first = await aws.batchGetSecretValue({ Filters, MaxResults: 1 });
    const last = await aws.batchGetSecretValue({ Filters, MaxResults: 1, NextToken: first.NextToken });
    expect([first, last].map(({ SecretValues }) => SecretValues?.[0]?.Name)).toEqual([
      "plenigo/stage/two",
      "plenigo/stage/one",
    ]);
    expect(last.NextToken).toBeUndefined();
  });

  it.each([
    { case: "21 names", input: { SecretIdList: Array(21).fill("s") }, name: "ValidationException" },
    { case: "neither names nor filters", input: {}, name: "InvalidParameterException" },
    {
      case: "names and filters",
      input: { SecretIdList: ["s"], Filters: [{ Key: "name" as const, Values: ["s"] }] },
      name: "InvalidParameterException",
    },
    {
      case: "a page size for names",
      input: { SecretIdList: ["s"], MaxResults: 1 },
      name: "InvalidParameterException",
    },
  ])("refuses $case", async ({ input, name }) => {
    const { aws } = await startEmulatedAws();
    expect((await refusalOf(aws.batchGetSecretValue(input))).name).toBe(name);
  });
});
