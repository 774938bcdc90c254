import { type EmulatedAws, refusalOf, startEmulatedAws } from "./emulated-aws";

const owner = "123456789012";
const stranger = "210987654321";
const readerRole = `arn:aws:iam::${owner}:role/readers/one`;
const strangerUser = `arn:aws:iam::${stranger}:user/stranger`;

const options = {
  accounts: { stranger },
  principals: { reader: readerRole, otherReader: `arn:aws:iam::${owner}:role/readers/two` },
};

/** Secrets `one` and `two` of the owner, under an own key, with the policy that `statement` makes for `one`. */
async function twoTenants(statement?: object, kmsKeyId: string | undefined = "alias/own") {
  const world = await startEmulatedAws(options);
  const { ARN: one = "" } = await world.aws.createSecret({
    Name: "one",
    SecretString: "1",
    KmsKeyId: kmsKeyId,
  });
  const { ARN: two = "" } = await world.aws.createSecret({
    Name: "two",
    SecretString: "2",
    KmsKeyId: kmsKeyId,
  });
  if (statement) await allow(world, "one", statement);
  return { ...world, one, two };
}

function allow({ aws }: EmulatedAws, SecretId: string, statement: object) {
  const base = { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*" };
  const ResourcePolicy = JSON.stringify({ Version: "2012-10-17", Statement: { ...base, ...statement } });
  return aws.putResourcePolicy({ SecretId, ResourcePolicy });
}

describe("rights in the Secrets Manager emulator", () => {
  it.each([
    { pattern: "secretsmanager:GetSecretValue", name: "AccessDeniedException" },
    { pattern: "secretsmanager:*", name: "AccessDeniedException" },
    { pattern: "secretsmanager:Get*", name: "AccessDeniedException" },
    { pattern: "secretsmanager:PutSecretValue", name: "ResourceNotFoundException" },
  ])("ends a read with $name where $pattern is denied", async ({ pattern, name }) => {
    const { as } = await startEmulatedAws({ denied: { limited: [pattern] } });
    const call = as({ accessKeyId: "limited" }).getSecretValue({ SecretId: "none" });
    expect((await refusalOf(call)).name).toBe(name);
  });

  it("says in IAM's words who may not do what", async () => {
    const { as } = await startEmulatedAws({ denied: { limited: ["secretsmanager:DescribeSecret"] } });
    expect(await refusalOf(as({ accessKeyId: "limited" }).describeSecret({ SecretId: "s" }))).toEqual({
      name: "AccessDeniedException",
      message: `User: arn:aws:iam::${owner}:user/limited is not authorized to perform: secretsmanager:DescribeSecret on resource: s with an explicit deny in an identity-based policy`,
      status: 400,
    });
  });

  it("needs the right to tag for creating with tags only", async () => {
    const { as } = await startEmulatedAws({ denied: { limited: ["secretsmanager:TagResource"] } });
    const aws = as({ accessKeyId: "limited" });
    const tagged = aws.createSecret({ Name: "tagged", Tags: [{ Key: "k", Value: "v" }] });
    expect((await refusalOf(tagged)).name).toBe("AccessDeniedException");
    expect((await aws.createSecret({ Name: "plain" })).Name).toBe("plain");
  });

  it("reports a denied secret of a batch as that item's error", async () => {
    const { aws, as } = await startEmulatedAws({ denied: { limited: ["secretsmanager:GetSecretValue"] } });
    await aws.createSecret({ Name: "s", SecretString: "v" });
    const { Errors, SecretValues } = await as({ accessKeyId: "limited" }).batchGetSecretValue({
      SecretIdList: ["s"],
    });
    expect(SecretValues).toEqual([]);
    expect(Errors).toMatchObject([{ SecretId: "s", ErrorCode: "AccessDeniedException" }]);
  });

  it("lets a tenant's reader read that tenant's secret only", async () => {
    const { as, one, two } = await twoTenants({ Principal: { AWS: readerRole } });
    const reader = as({ accessKeyId: "reader" });
    expect((await reader.getSecretValue({ SecretId: one })).SecretString).toBe("1");
    expect(await refusalOf(reader.getSecretValue({ SecretId: two }))).toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining(
        `User: arn:aws:sts::${owner}:assumed-role/one/reader is not authorized to perform: secretsmanager:GetSecretValue on resource: ${two} because`,
      ),
    });
  });

  it("keeps another tenant's reader out", async () => {
    const { as, one } = await twoTenants({ Principal: { AWS: readerRole } });
    const call = as({ accessKeyId: "otherReader" }).getSecretValue({ SecretId: one });
    expect((await refusalOf(call)).name).toBe("AccessDeniedException");
  });

  it.each([
    { call: "describeSecret", input: { SecretId: "one" } },
    { call: "putSecretValue", input: { SecretId: "one", SecretString: "x" } },
    { call: "deleteSecret", input: { SecretId: "one" } },
    { call: "createSecret", input: { Name: "three" } },
    { call: "batchGetSecretValue", input: { SecretIdList: ["one"] } },
  ] as const)("refuses $call to a reader that may only read the value", async ({ call, input }) => {
    const { as } = await twoTenants({ Principal: { AWS: readerRole } });
    const reader = as({ accessKeyId: "reader" });
    const send = reader[call] as (input: object) => Promise<unknown>;
    expect((await refusalOf(send.call(reader, input))).name).toBe("AccessDeniedException");
  });

  it.each([
    { case: "the account's root", statement: { Principal: { AWS: `arn:aws:iam::${owner}:root` } } },
    {
      case: "another action",
      statement: { Principal: { AWS: readerRole }, Action: "secretsmanager:DescribeSecret" },
    },
    { case: "another resource", statement: { Principal: { AWS: readerRole }, Resource: "arn:aws:s3:::x" } },
    {
      case: "a condition, which isn't evaluated",
      statement: { Principal: { AWS: readerRole }, Condition: { StringEquals: { "aws:x": "y" } } },
    },
  ])("keeps a role out that is only allowed by $case", async ({ statement }) => {
    const { as, one } = await twoTenants(statement);
    const call = as({ accessKeyId: "reader" }).getSecretValue({ SecretId: one });
    expect((await refusalOf(call)).name).toBe("AccessDeniedException");
  });

  it("lets an explicit deny win within the account", async () => {
    const { aws, one } = await twoTenants({ Effect: "Deny", Principal: "*" });
    expect(await refusalOf(aws.getSecretValue({ SecretId: one }))).toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringMatching(/explicit deny in a resource-based policy$/),
    });
  });
});

describe("callers with identity policies in the Secrets Manager emulator", () => {
  const arn = (name: string) => `arn:aws:secretsmanager:eu-central-1:${owner}:secret:${name}`;
  const policyOf = (...statements: object[]) =>
    JSON.stringify({ Version: "2012-10-17", Statement: statements });
  const allowing = (Action: string, Resource: string) => policyOf({ Effect: "Allow", Action, Resource });

  /** A secret `a/one`, and a caller with the policies. */
  async function limitedTo(...policies: string[]) {
    const world = await startEmulatedAws({ policies: { limited: policies } });
    await world.aws.createSecret({ Name: "a/one", SecretString: "1" });
    return { ...world, limited: world.as({ accessKeyId: "limited" }) };
  }

  it("lets them do what a policy allows on a secret's ARN, suffix and all", async () => {
    const { limited } = await limitedTo(allowing("secretsmanager:GetSecretValue", arn("a/one-??????")));
    expect((await limited.getSecretValue({ SecretId: "a/one" })).SecretString).toBe("1");
  });

  it.each([
    ["another action", allowing("secretsmanager:DescribeSecret", "*")],
    ["another secret", allowing("secretsmanager:GetSecretValue", arn("b/*"))],
    ["the ARN without its suffix", allowing("secretsmanager:GetSecretValue", arn("a/one"))],
    [
      "it but denies it too",
      policyOf(
        { Effect: "Allow", Action: "secretsmanager:*", Resource: "*" },
        { Effect: "Deny", Action: "secretsmanager:Get*", Resource: "*" },
      ),
    ],
  ])("refuses them what is not allowed: the policy allows %s", async (_, policy) => {
    const { limited } = await limitedTo(policy);
    const refusal = await refusalOf(limited.getSecretValue({ SecretId: "a/one" }));
    expect(refusal).toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringMatching(/identity-based policy/),
    });
  });

  it("judges a secret that is about to be made by the ARN that it will have", async () => {
    const { limited } = await limitedTo(allowing("secretsmanager:CreateSecret", arn("a/*-??????")));
    expect((await limited.createSecret({ Name: "a/two" })).Name).toBe("a/two");
    expect((await refusalOf(limited.createSecret({ Name: "b/two" }))).name).toBe("AccessDeniedException");
  });

  it("judges a secret that is not there by the ARN made of its name", async () => {
    const { limited } = await limitedTo(allowing("secretsmanager:DescribeSecret", arn("a/*")));
    const names = ["a/none", "b/none"].map(async (SecretId) =>
      refusalOf(limited.describeSecret({ SecretId })),
    );
    expect((await Promise.all(names)).map(({ name }) => name)).toEqual([
      "ResourceNotFoundException",
      "AccessDeniedException",
    ]);
  });

  it("lets a secret's own policy be enough within the account", async () => {
    const world = await limitedTo(allowing("secretsmanager:TagResource", "*"));
    await allow(world, "a/one", { Principal: { AWS: `arn:aws:iam::${owner}:user/limited` } });
    expect((await world.limited.getSecretValue({ SecretId: "a/one" })).SecretString).toBe("1");
  });

  it("refuses a policy that names a principal", async () => {
    const policy = policyOf({ Effect: "Allow", Principal: "*", Action: "secretsmanager:*", Resource: "*" });
    const { limited } = await limitedTo(policy);
    const { name } = await refusalOf(limited.describeSecret({ SecretId: "a/one" }));
    expect(name).toBe("MalformedPolicyDocumentException");
  });
});

describe("calls between accounts in the Secrets Manager emulator", () => {
  it.each([
    { case: "the caller", principal: { AWS: strangerUser } },
    { case: "the caller's account by its root", principal: { AWS: [`arn:aws:iam::${stranger}:root`] } },
    { case: "the caller's account by its number", principal: { AWS: stranger } },
    { case: "everybody", principal: "*" },
  ])("answers by ARN where the policy names $case", async ({ principal }) => {
    const { as, one } = await twoTenants({ Principal: principal });
    const { SecretString } = await as({ accessKeyId: "stranger" }).getSecretValue({ SecretId: one });
    expect(SecretString).toBe("1");
  });

  it.each([
    { case: "without a policy", statement: undefined },
    { case: "where the policy names another account", statement: { Principal: { AWS: "333333333333" } } },
  ])("refuses $case", async ({ statement }) => {
    const { as, one } = await twoTenants(statement);
    expect(await refusalOf(as({ accessKeyId: "stranger" }).getSecretValue({ SecretId: one }))).toEqual({
      name: "AccessDeniedException",
      message: `User: ${strangerUser} is not authorized to perform: secretsmanager:GetSecretValue on resource: ${one} because no resource-based policy allows the secretsmanager:GetSecretValue action`,
      status: 400,
    });
  });

  it("doesn't tell another account which secrets exist", async () => {
    const { as } = await twoTenants();
    const SecretId = `arn:aws:secretsmanager:eu-central-1:${owner}:secret:none-abcdef`;
    const call = as({ accessKeyId: "stranger" }).describeSecret({ SecretId });
    expect((await refusalOf(call)).name).toBe("AccessDeniedException");
  });

  it("refuses the value of a secret under the account's default key", async () => {
    const { as, one } = await twoTenants({ Principal: { AWS: strangerUser } }, "");
    expect(await refusalOf(as({ accessKeyId: "stranger" }).getSecretValue({ SecretId: one }))).toEqual({
      name: "InvalidRequestException",
      message:
        "You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key.",
      status: 400,
    });
  });
});
