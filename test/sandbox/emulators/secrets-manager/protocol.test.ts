import { refusalOf, startEmulatedAws } from "./emulated-aws";

const authorization =
  "AWS4-HMAC-SHA256 Credential=deployer/20260115/eu-central-1/secretsmanager/aws4_request, SignedHeaders=host, Signature=0";

function post(
  url: string,
  target: string | undefined,
  body: string,
  headers: Record<string, string> = { authorization },
) {
  const all = target ? { ...headers, "x-amz-target": target } : headers;
  return fetch(url, { method: "POST", headers: all, body });
}

function askSts(url: string, accessKeyId: string, action = "GetCallerIdentity") {
  const headers = {
    authorization: authorization.replace("deployer", accessKeyId).replace("secretsmanager", "sts"),
    "content-type": "application/x-www-form-urlencoded",
  };
  return post(url, undefined, `Action=${action}&Version=2011-06-15`, headers);
}

describe("wire format of the Secrets Manager emulator", () => {
  it("answers in JSON 1.1 with dates as seconds", async () => {
    const { aws, emulator } = await startEmulatedAws({ now: () => 1_768_000_000_250 });
    await aws.createSecret({ Name: "s" });
    const response = await post(emulator.url, "secretsmanager.DescribeSecret", '{"SecretId":"s"}');
    expect(response.headers.get("content-type")).toBe("application/x-amz-json-1.1");
    expect(response.headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
    expect(await response.json()).toMatchObject({ CreatedDate: 1_768_000_000.25 });
  });

  it("answers errors with type, Message and header", async () => {
    const { emulator } = await startEmulatedAws();
    const response = await post(emulator.url, "secretsmanager.DescribeSecret", '{"SecretId":"none"}');
    expect(response.status).toBe(400);
    expect(response.headers.get("x-amzn-errortype")).toBe("ResourceNotFoundException");
    expect(await response.json()).toEqual({
      __type: "ResourceNotFoundException",
      Message: "Secrets Manager can't find the specified secret.",
    });
  });

  it.each([
    {
      case: "an operation that isn't there",
      target: "secretsmanager.Explode",
      type: "UnknownOperationException",
    },
    { case: "another service", target: "ssm.GetParameter", type: "UnknownOperationException" },
    { case: "an inherited name", target: "secretsmanager.toString", type: "UnknownOperationException" },
    { case: "a body that isn't JSON", body: "{", type: "SerializationException" },
    { case: "a parameter of another type", body: '{"SecretId":1}', type: "SerializationException" },
    { case: "a missing parameter", body: "{}", type: "ValidationException" },
    { case: "no credentials", headers: { authorization: "" }, type: "MissingAuthenticationTokenException" },
    {
      case: "broken credentials",
      headers: { authorization: "AWS4-HMAC-SHA256 x" },
      type: "IncompleteSignatureException",
    },
  ])("refuses $case", async ({ target = "secretsmanager.DescribeSecret", body = "{}", headers, type }) => {
    const { emulator } = await startEmulatedAws();
    const response = await post(emulator.url, target, body, headers);
    expect(response.status).toBe(400);
    expect(await response.json()).toHaveProperty("__type", type);
  });

  it.each(["CreateSecret", "UpdateSecret", "PutSecretValue"])(
    "refuses %s without ClientRequestToken",
    async (name) => {
      const { emulator } = await startEmulatedAws();
      const body = JSON.stringify({ Name: "s", SecretId: "s", SecretString: "v" });
      const response = await post(emulator.url, `secretsmanager.${name}`, body);
      expect(await response.json()).toEqual({
        __type: "InvalidRequestException",
        Message: "You must provide a ClientRequestToken value. We recommend a UUID-type value.",
      });
    },
  );

  it.each([
    {
      who: "a user",
      key: "deployer",
      account: "123456789012",
      arn: "arn:aws:iam::123456789012:user/deployer",
    },
    {
      who: "a user of another account",
      key: "other",
      account: "210987654321",
      arn: "arn:aws:iam::210987654321:user/other",
    },
    {
      who: "a role's session",
      key: "reader",
      account: "333333333333",
      arn: "arn:aws:sts::333333333333:assumed-role/r/reader",
    },
  ])("tells $who who it is", async ({ key, account, arn }) => {
    const { emulator } = await startEmulatedAws({
      accounts: { other: "210987654321" },
      principals: { reader: "arn:aws:iam::333333333333:role/path/r" },
    });
    const xml = await (await askSts(emulator.url, key)).text();
    expect(xml).toContain("<GetCallerIdentityResult>");
    expect(xml).toContain(`<Account>${account}</Account>`);
    expect(xml).toContain(`<Arn>${arn}</Arn>`);
  });

  it("refuses other calls to STS in XML", async () => {
    const { emulator } = await startEmulatedAws();
    const response = await askSts(emulator.url, "deployer", "AssumeRole");
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("<Code>InvalidAction</Code>");
  });

  it("records each call by its operation, and which of them write", async () => {
    const { aws, emulator } = await startEmulatedAws();
    await aws.createSecret({ Name: "s", SecretString: "v" });
    await aws.getSecretValue({ SecretId: "s" });
    await refusalOf(aws.tagResource({ SecretId: "none", Tags: [] }));
    await askSts(emulator.url, "deployer");
    expect(emulator.calls.map(({ operation, isWrite, status }) => [operation, isWrite, status])).toEqual([
      ["CreateSecret", true, 200],
      ["GetSecretValue", false, 200],
      ["TagResource", true, 400],
      ["GetCallerIdentity", false, 200],
    ]);
  });

  it("keeps what a call did whose answer was lost", async () => {
    const { aws, emulator } = await startEmulatedAws();
    emulator.faults.push({
      matches: ({ operation }) => operation === "CreateSecret",
      effect: { kind: "cut", processed: true },
      times: 1,
    });
    await refusalOf(aws.createSecret({ Name: "s" }));
    expect(emulator.secret("s")).toBeDefined();
  });
});
