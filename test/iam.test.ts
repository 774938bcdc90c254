import { refusalOf, startEmulatedAws } from "./sandbox/emulators/secrets-manager/emulated-aws";
import { emulatedFleet, fleetTenant } from "./support/emulated-fleet";
import { policyNames, policyText, type Statement, statementsOf } from "./support/iam-policy";

const texts = (value: string | readonly string[] = []) => [value].flat();
/** AWS's limit for a managed policy, blanks left out; a resource policy and an organization's may be longer. */
const MANAGED_POLICY_LIMIT = 6_144;

describe.each(policyNames("identity"))("the policy %s", (name) => {
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
        (arn) => !/:secret:plenigo\/|:key\/[A-Z_]+$|:::STATE_BUCKET(\/\.pulumi\/([a-z]+\/)?\*)?$/.test(arn),
      ),
    );
    const isBatch = ({ Action }: Statement) => texts(Action).join() === "secretsmanager:BatchGetSecretValue";
    expect(wide.filter((statement) => !isBatch(statement))).toEqual([]);
  });

  it("is short enough for a managed policy, with real values", () => {
    const real = {
      SECRET_KEY_ID: "k".repeat(36),
      PULUMI_KEY_ID: "k".repeat(36),
      STATE_BUCKET: "b".repeat(63),
    };
    expect(policyText(name, real).replaceAll(/\s/g, "").length).toBeLessThanOrEqual(MANAGED_POLICY_LIMIT);
  });

  it("binds no read to tags: what is not there has none, and would pass for denied", () => {
    const bound = statements.filter(({ Condition }) =>
      /aws:(Resource|Request)Tag|aws:TagKeys/.test(JSON.stringify(Condition ?? {})),
    );
    const reads = bound
      .flatMap(({ Action }) => texts(Action))
      .filter((action) => /:(Get|Describe|List|Batch)/.test(action));
    expect(reads).toEqual([]);
  });
});

it.each(["bucket", "key", "guard"] as const)(
  "names each statement of a %s policy, and allows nobody everything",
  (kind) => {
    const statements = policyNames(kind).flatMap(statementsOf);
    expect(statements.length).toBeGreaterThan(2);
    for (const { Sid, Effect, Action, Principal } of statements) {
      expect(Sid).toMatch(/^[A-Za-z0-9]+$/);
      if (Effect === "Allow") expect(texts(Action).filter((action) => action.includes("*"))).toEqual([]);
      if (Effect === "Allow") expect(JSON.stringify(Principal)).not.toContain("*");
    }
  },
);

it("has no placeholder that is a part of another one, so that sed hits each alone", () => {
  const kinds = ["identity", "bucket", "key", "guard", "alarm"] as const;
  const all = kinds.flatMap(policyNames).map((name) => policyText(name, { REGION: "", ACCOUNT_ID: "" }));
  const found = new Set([
    ...all.flatMap((text) => text.match(/\b[A-Z]+(_[A-Z]+)+\b/g) ?? []),
    "REGION",
    "ACCOUNT_ID",
    "STACKS",
    "ENVIRONMENT",
  ]);
  const parts = [...found].filter((one) => [...found].some((other) => other !== one && other.includes(one)));
  expect(parts).toEqual([]);
});

it("gives live what stage has, less the right to delete without a recovery window", () => {
  const live = statementsOf("deployer.live");
  const stage = JSON.stringify(statementsOf("deployer.stage"))
    .replaceAll("plenigo/stage/", "plenigo/live/")
    .replaceAll(
      '"aws:RequestTag/plenigo:environment":"stage"',
      '"aws:RequestTag/plenigo:environment":"live"',
    );
  expect(JSON.stringify(live.slice(0, -1))).toBe(stage);
  expect(live.at(-1)).toMatchObject({
    Effect: "Deny",
    Action: ["secretsmanager:DeleteSecret"],
    Condition: { Bool: { "secretsmanager:ForceDeleteWithoutRecovery": "true" } },
  });
});

it("lets the preview of live read what that of stage reads", () => {
  const [live, stage] = [statementsOf("previewer.live"), statementsOf("previewer.stage")];
  expect(JSON.stringify(live)).toBe(JSON.stringify(stage).replaceAll("plenigo/stage/", "plenigo/live/"));
});

it.each([
  ["preview", "pull_request"],
  ["preview-live", "environment:preview-live"],
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
      reader.batchGetSecretValue({ SecretIdList: [mine as string] }),
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

describe("the look-up whether an endpoint is in use, by the connection secret's name", () => {
  const COMPANY_ID = "acme0000000000000000";
  const roles = [
    "deployer.stage",
    "deployer.live",
    "previewer.stage",
    "previewer.live",
    "audit.stage",
    "audit.live",
  ];
  const LABELS = ["AWSCURRENT", "AWSPREVIOUS"];

  async function lookUps(role: string) {
    const environment = role.split(".")[1] ?? "stage";
    const text = policyText(role, { ENVIRONMENT: environment, COMPANY_ID });
    const { aws: admin, as } = await startEmulatedAws({ policies: { caller: [text] } });
    const SecretId = `plenigo/${environment}/${COMPANY_ID}/stripe`;
    const caller = as({ accessKeyId: "caller" });
    const read = (VersionStage: string) => caller.getSecretValue({ SecretId, VersionStage });
    const answers = () =>
      Promise.all(
        LABELS.map((label) =>
          read(label).then(
            ({ SecretString }) => SecretString,
            ({ name }) => name,
          ),
        ),
      );
    return { admin, caller, SecretId, answers };
  }

  it.each([...roles, "reader"])(
    "tells %s the value, that there is none, and that it is to be deleted",
    async (role) => {
      const { admin, SecretId, answers } = await lookUps(role);
      expect(await answers()).toEqual(["ResourceNotFoundException", "ResourceNotFoundException"]);
      await admin.createSecret({ Name: SecretId, SecretString: "first" });
      expect(await answers()).toEqual(["first", "ResourceNotFoundException"]);
      await admin.putSecretValue({ SecretId, SecretString: "second" });
      expect(await answers()).toEqual(["second", "first"]);
      await admin.deleteSecret({ SecretId, RecoveryWindowInDays: 7 });
      expect(await answers()).toEqual(["InvalidRequestException", "InvalidRequestException"]);
    },
  );

  it.each(roles.filter((role) => !role.startsWith("audit")))(
    "lets %s look at a secret that is there, missing, or to be deleted",
    async (role) => {
      const { admin, caller, SecretId } = await lookUps(role);
      expect((await refusalOf(caller.describeSecret({ SecretId }))).name).toBe("ResourceNotFoundException");
      await admin.createSecret({ Name: SecretId, SecretString: "first" });
      expect((await caller.describeSecret({ SecretId })).DeletedDate).toBeUndefined();
      await admin.deleteSecret({ SecretId, RecoveryWindowInDays: 7 });
      expect((await caller.describeSecret({ SecretId })).DeletedDate).toBeDefined();
    },
  );

  it.each(roles)("denies %s the other environment's secrets, whether they are there or not", async (role) => {
    const { admin, caller, SecretId } = await lookUps(role);
    const other = SecretId.replace(
      /plenigo\/(stage|live)/,
      (_, own) => `plenigo/${own === "stage" ? "live" : "stage"}`,
    );
    expect((await refusalOf(caller.getSecretValue({ SecretId: other }))).name).toBe("AccessDeniedException");
    await admin.createSecret({ Name: other, SecretString: "x" });
    expect((await refusalOf(caller.getSecretValue({ SecretId: other }))).name).toBe("AccessDeniedException");
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
