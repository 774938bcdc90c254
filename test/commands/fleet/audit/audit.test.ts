import { BREAKAGES } from "../../../../sandbox/fleet/breakages";
import { withEndpointVerdict } from "../../../../src/commands/fleet/audit/audit";
import { AUDIT_FINDINGS } from "../../../../src/commands/fleet/finding-codes";
import type { StackReport } from "../../../../src/commands/fleet/report";
import { identityOf, readFleet } from "../../../../src/commands/fleet/select";
import {
  emulatedFleet,
  type FleetOptions,
  fleetTenant,
  type TenantOfFleet,
} from "../../../support/emulated-fleet";

let fleet: Awaited<ReturnType<typeof emulatedFleet>>;
afterEach(() => fleet.close());

/** Audits tenants; the reports by tenant. */
async function audit(
  tenants: readonly TenantOfFleet[],
  options?: FleetOptions,
): Promise<Record<string, StackReport>> {
  fleet = await emulatedFleet(tenants, options);
  const reports = await fleet.audit();
  return Object.fromEntries(reports.map((report) => [report.tenant ?? "", report]));
}

const codesOf = (report: StackReport | undefined) => report?.findings.map(({ code }) => code);

it("finds nothing at a fleet that is as declared, with two calls of Stripe and a twentieth of AWS's a tenant", async () => {
  const reports = await audit(Array.from({ length: 21 }, (_, index) => fleetTenant(`t${index}`)));
  expect(Object.values(reports).map(({ status, findings }) => [status, ...findings])).toEqual(
    Array.from({ length: 21 }, () => ["ok"]),
  );
  expect(fleet.stripe.calls.length).toBe(2 * 21);
  expect(fleet.aws.calls.map(({ operation }) => operation).sort()).toEqual([
    "BatchGetSecretValue",
    "BatchGetSecretValue",
    "GetCallerIdentity",
  ]);
  expect([...fleet.stripe.calls, ...fleet.aws.calls].filter(({ isWrite }) => isWrite)).toEqual([]);
});

it.each(BREAKAGES.map((breakage) => [breakage.name, breakage] as const))(
  "tells that somebody %s, and nothing of the tenant beside it",
  async (_, { apply, finding }) => {
    const broken = fleetTenant("broken");
    apply(broken.state);
    const reports = await audit([broken, fleetTenant("sound")]);
    const [severity] = AUDIT_FINDINGS[finding];
    expect(codesOf(reports.broken)).toEqual([finding]);
    expect(reports.broken?.status).toBe(severity);
    expect(reports.sound).toMatchObject({ status: "ok", findings: [] });
  },
);

it("names the events that are missing and those that nobody declared", async () => {
  const one = fleetTenant("acme");
  for (const endpoint of one.state.account.modes.test.endpoints)
    endpoint.enabled_events = [...endpoint.enabled_events.slice(1), "charge.refunded"];
  const { acme } = await audit([one]);
  expect(acme?.findings[0]).toMatchObject({ expected: ["account.updated"], actual: ["charge.refunded"] });
});

it("compares additional events and the description with the stack's file", async () => {
  const lines = ["plenigo-stripe:additionalEvents: [charge.refunded]", "plenigo-stripe:description: Acme"];
  const { acme } = await audit([fleetTenant("acme", ...lines)]);
  expect(codesOf(acme)).toEqual(["description-differs", "events-differ"]);
});

it("says what it can't compare since it is encrypted, and still misses a required event", async () => {
  const one = fleetTenant(
    "acme",
    "plenigo-stripe:additionalEvents: { secure: v1:a:b }",
    "plenigo-stripe:description: { secure: v1:a:b }",
  );
  for (const endpoint of one.state.account.modes.test.endpoints) {
    endpoint.description = "unknown";
    endpoint.enabled_events = [...endpoint.enabled_events.slice(1), "charge.refunded"];
  }
  const { acme } = await audit([one]);
  expect(acme?.findings).toMatchObject([
    { code: "events-differ", expected: ["account.updated"], actual: [] },
    { code: "not-comparable", message: expect.stringContaining("additionalEvents, description") },
  ]);
});

it("reminds of an endpoint whose secret nobody has handed over yet, which is not drift", async () => {
  const one = fleetTenant("acme");
  for (const { metadata } of one.state.account.modes.test.endpoints) delete metadata.plenigo_handed_over_at;
  expect((await audit([one])).acme).toMatchObject({ status: "ok", findings: [{ code: "handover-due" }] });
});

it("tells of an account without room for a rotation", async () => {
  const one = fleetTenant("acme");
  const { endpoints } = one.state.account.modes.test;
  const [own] = endpoints;
  for (let index = 1; own && index < 16; index += 1)
    endpoints.push({ ...own, id: `we_${index}`, metadata: {}, url: `https://example.com/${index}` });
  expect((await audit([one])).acme).toMatchObject({
    status: "ok",
    findings: [{ code: "endpoint-limit-near" }],
  });
});

it("checks AWS alone where the account is linked by Stripe Connect", async () => {
  const one = fleetTenant("acme");
  one.stackFile = one.stackFile
    .replace(/.*stripePublishableKey.*\n/, "")
    .replace(/.*stripeSecretKey.*\n/, "");
  const document = JSON.parse(one.state.secret?.versions[0]?.secretString ?? "");
  const { stripeSecretKey: _, stripePublishableKey: __, ...rest } = document;
  if (one.state.secret?.versions[0])
    one.state.secret.versions[0] = { ...one.state.secret.versions[0], secretString: JSON.stringify(rest) };
  expect((await audit([one])).acme).toMatchObject({
    status: "ok",
    findings: [{ code: "stripe-not-checked" }],
  });
});

it("tells a key of another account apart from a Stripe that can't be asked", async () => {
  const [one, other] = [fleetTenant("acme"), fleetTenant("other")];
  const [key] = other.state.account.keys.splice(0);
  one.state.account.keys = [];
  other.state.account.keys.push({ key: one.who.secretKey });
  expect(key).toBeDefined();
  expect((await audit([one, other])).acme).toMatchObject({
    status: "error",
    findings: [{ code: "account-mismatch" }],
  });
});

it("reads secrets one by one where batches are denied", async () => {
  const tenants = ["a", "b", "c"].map((label) => fleetTenant(label));
  const reports = await audit(tenants, { denied: { sandbox: ["secretsmanager:BatchGetSecretValue"] } });
  expect(Object.values(reports).map(({ status }) => status)).toEqual(["ok", "ok", "ok"]);
  expect(fleet.aws.calls.filter(({ operation }) => operation === "GetSecretValue")).toHaveLength(3);
});

it("tells a secret that it may not read from one that is missing", async () => {
  const { acme } = await audit([fleetTenant("acme")], {
    denied: { sandbox: ["secretsmanager:*GetSecretValue"] },
  });
  expect(acme).toMatchObject({ status: "error", findings: [{ code: "secret-unreadable" }] });
});

it("calls nothing missing with the credentials of another AWS account", async () => {
  const one = fleetTenant("acme");
  one.stackFile = one.stackFile.replace("123456789012", "999999999999");
  const { acme } = await audit([one]);
  expect(acme).toMatchObject({ status: "error", findings: [{ code: "aws-account-mismatch" }] });
  expect(fleet.aws.calls.map(({ operation }) => operation)).toEqual(["GetCallerIdentity"]);
});

it("goes on with the others when Stripe is down for one, and waits while it limits the rate", async () => {
  const tenants = ["down", "limited", "fine"].map((label) => fleetTenant(label));
  fleet = await emulatedFleet(tenants, { env: { PLENIGO_STRIPE_RETRY_BUDGET_MS: "6000" } });
  const ofTenant = (index: number) => (call: { request: { headers: Record<string, unknown> } }) =>
    String(call.request.headers.authorization).includes(tenants[index]?.who.secretKey ?? "");
  const failing = (status: number) =>
    ({
      kind: "reply",
      reply: { status, body: JSON.stringify({ error: { message: "no" } }) },
      processed: false,
    }) as const;
  fleet.stripe.faults.push(
    { matches: ofTenant(0), effect: failing(503), times: Number.POSITIVE_INFINITY },
    { matches: ofTenant(1), effect: failing(429), times: 1 },
  );
  const reports = await fleet.audit();
  expect(reports.map(({ tenant, status }) => [tenant, status])).toEqual([
    ["down", "error"],
    ["fine", "ok"],
    ["limited", "ok"],
  ]);
});

it("shows no key and no signing secret, whatever it finds", async () => {
  const tenants = BREAKAGES.map(({ apply }, index) => {
    const one = fleetTenant(`t${index}`);
    apply(one.state);
    return one;
  });
  const text = JSON.stringify(await audit(tenants));
  expect(text).not.toMatch(/(sk|rk)_test_\w|whsec_\w/);
  expect(text).toContain(tenants[0]?.who.endpointId);
});

describe("a stack with an environment of Pulumi ESC", () => {
  const withEsc = (label: string, drop: RegExp) => {
    const one = fleetTenant(label);
    one.stackFile = `environment: [acme/prod]\n${one.stackFile.replace(drop, "")}`;
    return one;
  };

  // "aws:region is missing", while the engine was content.
  it("is told what can't be seen, and the rest is compared", async () => {
    const esc = withEsc("acme", /.*stripePublishableKey.*\n/);
    for (const endpoint of esc.state.account.modes.test.endpoints)
      endpoint.enabled_events.push("charge.refunded");
    const { acme } = await audit([esc]);
    expect([acme?.status, codesOf(acme)]).toEqual(["ok", ["not-comparable"]]);
    expect(acme?.findings[0]?.message).toMatch(/may hold optional values/);
  });

  it("is not compared where region or company may stand there, and nothing is called missing", async () => {
    const { acme } = await audit([withEsc("acme", /.*aws:region.*\n/)]);
    expect(acme?.findings).toMatchObject([
      { code: "not-comparable", message: expect.stringMatching(/may hold aws:region, without which/) },
    ]);
  });
});

// `fleet up` said "as declared" of a stack of which the audit right after named a foreign endpoint.
it.each(["ok", "pending"] as const)(
  "a run that ended as %s has the audit's verdict on other endpoints",
  async (status) => {
    const [acme, calm] = [fleetTenant("acme"), fleetTenant("calm")];
    BREAKAGES.find(({ finding }) => finding === "foreign-endpoint")?.apply(acme.state);
    fleet = await emulatedFleet([acme, calm]);
    const project = readFleet(fleet.folder);
    const stacks = project.stacks.map((file) => ({ ...identityOf(file), status, findings: [] }));
    const judged = await withEndpointVerdict(project, stacks, process.env);
    expect(judged.map((report) => report.status)).toEqual(["drift", status]);
    expect(codesOf(judged[0])).toEqual(["foreign-endpoint"]);
    expect(fleet.stripe.calls).toHaveLength(4);
  },
);

it("a run that failed is not asked about", async () => {
  fleet = await emulatedFleet([fleetTenant("acme")]);
  const project = readFleet(fleet.folder);
  const stacks = project.stacks.map((file) => ({
    ...identityOf(file),
    status: "error" as const,
    findings: [],
  }));
  await withEndpointVerdict(project, stacks, process.env);
  expect([...fleet.stripe.calls, ...fleet.aws.calls]).toEqual([]);
});
