import { refusalOf, startEmulatedAws } from "./sandbox/emulators/secrets-manager/emulated-aws";
import { emulatedFleet, fleetTenant } from "./support/emulated-fleet";
import { policyNames, policyText, type Statement, statementsOf } from "./support/iam-policy";

const texts = (value: string | readonly string[] = []) => [value].flat();
const policies = policyNames().filter((name) => !name.startsWith("trust-"));

describe.each(policies)("the policy %s", (name) => {
  const statements = statementsOf(name);

  it("names each statement, and each action in full", () => {
    for (const { Sid, Action, Effect } of statements) {
      expect(Sid).toMatch(/^[A-Za-z0-9]+$/);
      expect(["Allow", "Deny"]).toContain(Effect);
      for (const action of texts(Action)) expect(action).toMatch(/^(secretsmanager|kms|s3):[A-Za-z]+$/);
    }
  });

  it("reaches plenigo's secrets, one key and one bucket only, but for reading many secrets in one call", () => {
    const wide = statements.filter(({ Resource }) =>
      texts(Resource).some(
        (arn) => !/:secret:plenigo\/|:key\/[A-Z_]+$|:::STATE_BUCKET(\/\.pulumi\/\*)?$/.test(arn),
      ),
    );
    const isBatch = ({ Action }: Statement) => texts(Action).join() === "secretsmanager:BatchGetSecretValue";
    expect(wide.filter((statement) => !isBatch(statement))).toEqual([]);
  });
});

it("gives live what stage has, less the right to delete without a recovery window", () => {
  const live = statementsOf("deployer.live");
  const stage = JSON.stringify(statementsOf("deployer.stage")).replaceAll("plenigo/stage/", "plenigo/live/");
  expect(JSON.stringify(live.slice(0, -1))).toBe(stage);
  expect(live.at(-1)).toMatchObject({
    Effect: "Deny",
    Action: ["secretsmanager:DeleteSecret"],
    Condition: { Bool: { "secretsmanager:ForceDeleteWithoutRecovery": "true" } },
  });
});

it.each([
  ["preview", "pull_request"],
  ["stage", "environment:stage"],
  ["live", "environment:live"],
  ["audit-stage", "environment:audit-stage"],
  ["audit-live", "environment:audit-live"],
])("trusts for %s one repository's jobs of one kind, named by exact text", (role, jobs) => {
  const [statement, ...more] = statementsOf(`trust-github-${role}`);
  expect(more).toEqual([]);
  expect(statement).toMatchObject({ Effect: "Allow", Action: "sts:AssumeRoleWithWebIdentity" });
  expect(statement?.Condition).toEqual({
    StringEquals: {
      "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
      "token.actions.githubusercontent.com:sub": `repo:ORG@ORG_ID/REPO@REPO_ID:${jobs}`,
    },
  });
});

describe("with AWS's own client", () => {
  const tenants = [
    { environment: "stage", companyId: "acme0000000000000000" },
    { environment: "stage", companyId: "beta0000000000000000" },
    { environment: "live", companyId: "acme1111111111111111" },
  ];
  const nameOf = ({ environment, companyId }: (typeof tenants)[number]) =>
    `plenigo/${environment}/${companyId}/stripe`;
  const own = { ENVIRONMENT: "stage", COMPANY_ID: "acme0000000000000000" };

  async function world() {
    const aws = await startEmulatedAws({
      policies: {
        reader: [policyText("reader", own)],
        audit: [policyText("audit.stage"), policyText("audit.live")],
        stageDeployer: [policyText("deployer.stage")],
      },
    });
    for (const tenant of tenants) await aws.aws.createSecret({ Name: nameOf(tenant), SecretString: "{}" });
    await aws.aws.createSecret({ Name: "of/somebody/else", SecretString: "{}" });
    return aws;
  }

  it("a reader reads its own tenant's secret, no other's, and writes nothing", async () => {
    const reader = (await world()).as({ accessKeyId: "reader" });
    const [mine, ...others] = tenants.map(nameOf);
    expect((await reader.getSecretValue({ SecretId: mine })).SecretString).toBe("{}");
    expect((await reader.describeSecret({ SecretId: mine })).Name).toBe(mine);
    const refused = [
      ...others.map((SecretId) => reader.getSecretValue({ SecretId })),
      reader.putSecretValue({ SecretId: mine, SecretString: "x" }),
      reader.listSecrets({}),
    ];
    for (const call of refused) expect((await refusalOf(call)).name).toBe("AccessDeniedException");
  });

  it("an auditor reads plenigo's secrets, no other, and writes nothing", async () => {
    const audit = (await world()).as({ accessKeyId: "audit" });
    const SecretIdList = [...tenants.map(nameOf), "of/somebody/else"];
    const { SecretValues, Errors } = await audit.batchGetSecretValue({ SecretIdList });
    expect(SecretValues?.map(({ Name }) => Name)).toEqual(tenants.map(nameOf));
    expect(Errors).toMatchObject([{ SecretId: "of/somebody/else", ErrorCode: "AccessDeniedException" }]);
    const write = audit.putSecretValue({ SecretId: SecretIdList[0], SecretString: "x" });
    expect((await refusalOf(write)).name).toBe("AccessDeniedException");
  });

  it("a deployer of stage has no right on live", async () => {
    const deployer = (await world()).as({ accessKeyId: "stageDeployer" });
    const live = "plenigo/live/acme1111111111111111/stripe";
    const refused = [
      deployer.getSecretValue({ SecretId: live }),
      deployer.putSecretValue({ SecretId: live, SecretString: "x" }),
      deployer.deleteSecret({ SecretId: live }),
      deployer.createSecret({ Name: "plenigo/live/new/stripe" }),
    ];
    for (const call of refused) expect((await refusalOf(call)).name).toBe("AccessDeniedException");
  });
});

it("lets the fleet audit work with the audit policy alone, and tell a missing secret from one that is denied", async () => {
  const gone = fleetTenant("gone");
  gone.state.secret = undefined;
  const policies = { sandbox: [policyText("audit.stage")] };
  const fleet = await emulatedFleet([fleetTenant("sound"), gone], { policies });
  try {
    const reports = await fleet.audit();
    const codes = reports.map(({ stack, findings }) => [stack, ...findings.map(({ code }) => code)]);
    expect(codes).toEqual([["gone.stage", "secret-missing"], ["sound.stage"]]);
    const used = new Set(fleet.aws.calls.map(({ operation }) => operation));
    // STS asks for no right; GetSecretValue is what a batch needs for each of its secrets.
    expect([...used].sort()).toEqual(["BatchGetSecretValue", "GetCallerIdentity"]);
  } finally {
    await fleet.close();
  }
});
