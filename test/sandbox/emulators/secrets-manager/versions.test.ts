import { labelsByValue, refusalOf, startEmulatedAws, token } from "./emulated-aws";

const dayMs = 24 * 60 * 60 * 1000;

/** An emulator whose secret `s` has the values v1, v2, … of the tokens 1, 2, …, each put as current. */
async function secretWithVersions(count: number, options: { now?: () => number } = {}) {
  const world = await startEmulatedAws(options);
  await world.aws.createSecret({ Name: "s", SecretString: "v1", ClientRequestToken: token(1) });
  for (let number = 2; number <= count; number += 1) await put(world, number);
  const move = (VersionStage: string, from?: number, to?: number) =>
    world.aws.updateSecretVersionStage({
      SecretId: "s",
      VersionStage,
      RemoveFromVersionId: from === undefined ? undefined : token(from),
      MoveToVersionId: to === undefined ? undefined : token(to),
    });
  return { ...world, world, move };
}

function put(
  { aws }: Awaited<ReturnType<typeof startEmulatedAws>>,
  number: number,
  VersionStages?: string[],
) {
  const input = {
    SecretId: "s",
    SecretString: `v${number}`,
    ClientRequestToken: token(number),
    VersionStages,
  };
  return aws.putSecretValue(input);
}

describe("versions and labels in the Secrets Manager emulator", () => {
  it("moves AWSCURRENT and AWSPREVIOUS along with each new value", async () => {
    const { aws, world } = await secretWithVersions(3);
    expect(labelsByValue(world, "s")).toEqual({ v1: [], v2: ["AWSPREVIOUS"], v3: ["AWSCURRENT"] });
    expect((await aws.getSecretValue({ SecretId: "s" })).SecretString).toBe("v3");
    const previous = await aws.getSecretValue({ SecretId: "s", VersionStage: "AWSPREVIOUS" });
    expect(previous).toMatchObject({
      SecretString: "v2",
      VersionId: token(2),
      VersionStages: ["AWSPREVIOUS"],
    });
  });

  it("keeps custom labels of the version that stops being current", async () => {
    const { world } = await secretWithVersions(1);
    await put(world, 2, ["AWSCURRENT", "release"]);
    await put(world, 3);
    expect(labelsByValue(world, "s").v2).toEqual(["AWSPREVIOUS", "release"]);
  });

  it("drops AWSPENDING from the version that stops being current", async () => {
    const { world } = await secretWithVersions(1);
    await put(world, 2, ["AWSCURRENT", "AWSPENDING"]);
    await put(world, 3);
    expect(labelsByValue(world, "s").v2).toEqual(["AWSPREVIOUS"]);
  });

  it("leaves AWSCURRENT where it is when a value is put with custom labels only", async () => {
    const { world } = await secretWithVersions(1);
    await put(world, 2, ["one", "two"]);
    await put(world, 3, ["two"]);
    expect(labelsByValue(world, "s")).toEqual({ v1: ["AWSCURRENT"], v2: ["one"], v3: ["two"] });
  });

  it("gives the first value AWSCURRENT even when custom labels were asked for", async () => {
    const world = await startEmulatedAws();
    await world.aws.createSecret({ Name: "s" });
    expect((await put(world, 1, ["one"])).VersionStages?.toSorted()).toEqual(["AWSCURRENT", "one"]);
  });

  it("ignores a repeated put with the same token and value", async () => {
    const { world, emulator } = await secretWithVersions(2);
    const repeated = await put(world, 1);
    expect(repeated.VersionStages).toEqual(["AWSPREVIOUS"]);
    expect(emulator.currentValue("s")).toBe("v2");
  });

  it.each([
    { case: "another value put with a used token", operation: "putSecretValue", value: "other" },
    { case: "an update with a used token and the same value", operation: "updateSecret", value: "v1" },
    { case: "an update with a used token and another value", operation: "updateSecret", value: "other" },
  ] as const)("refuses $case", async ({ operation, value }) => {
    const { aws, emulator } = await secretWithVersions(1);
    const input = { SecretId: "s", SecretString: value, ClientRequestToken: token(1) };
    const call = aws[operation] as (input: object) => Promise<unknown>;
    expect((await refusalOf(call.call(aws, input))).name).toBe("ResourceExistsException");
    expect(emulator.currentValue("s")).toBe("v1");
  });

  it("makes a version for an updated value and none for an updated description", async () => {
    const { aws, emulator } = await secretWithVersions(1);
    const described = await aws.updateSecret({ SecretId: "s", Description: "d" });
    const valued = await aws.updateSecret({
      SecretId: "s",
      SecretString: "v2",
      ClientRequestToken: token(2),
    });
    expect(described).not.toHaveProperty("VersionId");
    expect(valued.VersionId).toBe(token(2));
    expect(emulator.secret("s")).toMatchObject({ description: "d", versions: [{}, { secretString: "v2" }] });
  });

  it("goes back to the account's default key when the key is updated to nothing", async () => {
    const { aws, emulator } = await secretWithVersions(1);
    await aws.updateSecret({ SecretId: "s", KmsKeyId: "alias/own" });
    expect(emulator.secret("s")?.kmsKeyId).toBe("alias/own");
    await aws.updateSecret({ SecretId: "s", KmsKeyId: "" });
    expect(emulator.secret("s")?.kmsKeyId).toBeUndefined();
  });

  it("reads the older version by default once AWSCURRENT was moved back to it", async () => {
    const { aws, move, world } = await secretWithVersions(2);
    await move("AWSCURRENT", 2, 1);
    expect((await aws.getSecretValue({ SecretId: "s" })).SecretString).toBe("v1");
    expect(labelsByValue(world, "s")).toEqual({ v1: ["AWSCURRENT"], v2: ["AWSPREVIOUS"] });
    await put(world, 3);
    expect(labelsByValue(world, "s")).toEqual({ v1: ["AWSPREVIOUS"], v2: [], v3: ["AWSCURRENT"] });
  });

  it("moves, adds and removes custom labels", async () => {
    const { move, world } = await secretWithVersions(2);
    await move("blue", undefined, 1);
    await move("green", undefined, 1);
    await move("blue", 1, 2);
    await move("green", 1);
    expect(labelsByValue(world, "s")).toEqual({ v1: ["AWSPREVIOUS"], v2: ["AWSCURRENT", "blue"] });
  });

  it.each([
    {
      case: "AWSCURRENT moved without saying from where",
      move: ["AWSCURRENT", undefined, 1] as const,
      message: `The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is currently attached to version ${token(2)}, so you must explicitly reference that version in RemoveFromVersionId.`,
    },
    {
      case: "AWSCURRENT removed without saying where to",
      move: ["AWSCURRENT", 2, undefined] as const,
      message:
        "You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.",
    },
    {
      case: "a label taken from a version that doesn't have it",
      move: ["AWSCURRENT", 1, 2] as const,
      message: `Staging label AWSCURRENT is not attached to version ${token(1)}.`,
    },
    {
      case: "a move from nowhere to nowhere",
      move: ["AWSCURRENT", undefined, undefined] as const,
      message: "Give RemoveFromVersionId, MoveToVersionId or both.",
    },
  ])("refuses $case", async ({ move: [label, from, to], message }) => {
    const { move, world } = await secretWithVersions(2);
    expect(await refusalOf(move(label, from, to))).toMatchObject({
      name: "InvalidParameterException",
      message,
    });
    expect(labelsByValue(world, "s")).toEqual({ v1: ["AWSPREVIOUS"], v2: ["AWSCURRENT"] });
  });

  it("refuses a 21st label and changes nothing", async () => {
    const { world } = await secretWithVersions(2);
    const labels = Array.from({ length: 18 }, (_, index) => `label-${index}`);
    await put(world, 3, labels);
    expect((await refusalOf(put(world, 4, ["one-more"]))).name).toBe("LimitExceededException");
    expect(Object.keys(labelsByValue(world, "s"))).toEqual(["v1", "v2", "v3"]);
  });

  it.each([
    {
      case: "an unknown version",
      input: { VersionId: token(9) },
      name: "ResourceNotFoundException",
      message: `Secrets Manager can't find the specified secret value for VersionId: ${token(9)}`,
    },
    {
      case: "an unknown label",
      input: { VersionStage: "AWSPENDING" },
      name: "ResourceNotFoundException",
      message: "Secrets Manager can't find the specified secret value for staging label: AWSPENDING",
    },
    {
      case: "a version that doesn't have the label",
      input: { VersionId: token(1), VersionStage: "AWSCURRENT" },
      name: "InvalidRequestException",
      message: "You provided a VersionStage that is not associated to the provided VersionId.",
    },
  ])("refuses to read $case", async ({ input, name, message }) => {
    const { aws } = await secretWithVersions(2);
    const refusal = await refusalOf(aws.getSecretValue({ SecretId: "s", ...input }));
    expect(refusal).toEqual({ name, message, status: 400 });
  });

  it("lists versions with labels alone", async () => {
    const { aws } = await secretWithVersions(3);
    const { Versions } = await aws.listSecretVersionIds({ SecretId: "s" });
    expect(Versions?.map(({ VersionId, VersionStages }) => [VersionId, VersionStages])).toEqual([
      [token(2), ["AWSPREVIOUS"]],
      [token(3), ["AWSCURRENT"]],
    ]);
  });

  it("forgets versions without labels beyond the newest 100 after 24 hours", async () => {
    let now = Date.UTC(2026, 0, 15);
    const { emulator, world } = await secretWithVersions(103, { now: () => now });
    expect(emulator.secret("s")?.versions).toHaveLength(103);
    now += dayMs;
    await put(world, 104);
    expect(
      emulator
        .secret("s")
        ?.versions.map(({ secretString }) => secretString)
        .slice(0, 1),
    ).toEqual(["v5"]);
  });

  it("notes the day of the last read", async () => {
    const { aws } = await secretWithVersions(1, { now: () => Date.UTC(2026, 0, 15, 13, 30) });
    expect(await aws.describeSecret({ SecretId: "s" })).not.toHaveProperty("LastAccessedDate");
    await aws.getSecretValue({ SecretId: "s" });
    const { LastAccessedDate } = await aws.describeSecret({ SecretId: "s" });
    expect(LastAccessedDate).toEqual(new Date(Date.UTC(2026, 0, 15)));
  });
});
