import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { CHECKOUT } from "../../../../sandbox/tenant-project";
import { FINDINGS } from "../../../../src/commands/fleet/finding-codes";
import { matrixReport } from "../../../../src/commands/fleet/matrix/matrix-report";
import { STATUSES } from "../../../../src/commands/fleet/report";
import { reportJson } from "../../../../src/commands/fleet/reports/cleaned";
import { auditOf, mixedAudit, PLACE, stackReport } from "../../../support/fleet-reports";

const schema = JSON.parse(readFileSync(join(CHECKOUT, "schemas/fleet-report.schema.json"), "utf8"));
const conforms = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true }).compile(schema);
const printed = (report: Parameters<typeof reportJson>[0]) => JSON.parse(reportJson(report));

it.each([
  ["stacks of each kind", mixedAudit()],
  ["no stack", auditOf()],
  ["a stack without tenant and ids", auditOf({ ...stackReport("x"), ...nameless() })],
  ["an error's own code", auditOf(stackReport("x.live", "error", { code: "stack-locked", message: "x" }))],
])("is a document of the schema for %s", (_, report) => {
  expect([conforms(printed(report)), conforms.errors]).toEqual([true, null]);
});

it.each([
  ["an unknown status", { status: "fine" }],
  ["a finding without message", { findings: [{ code: "x" }] }],
  ["a code that is not a label", { findings: [{ code: "Not A Label", message: "x" }] }],
  ["an environment that there is not", { environment: "test" }],
  ["a missing tenant", { tenant: undefined }],
])("is not a document of the schema with %s", (_, wrong) => {
  const report = printed(auditOf(stackReport("x.live")));
  Object.assign(report.stacks[0], wrong);
  expect(conforms(JSON.parse(JSON.stringify(report)))).toBe(false);
});

it("is one line", () => {
  expect(reportJson(mixedAudit()).match(/\n/g)).toHaveLength(1);
});

describe("the schema", () => {
  it("describes each field that is printed, and no other", () => {
    const [report, { stack, finding }] = [printed(mixedAudit()), schema.$defs];
    const findings = report.stacks.flatMap((item: { findings: object[] }) => item.findings);
    const fields = (items: object[]) => [...new Set(items.flatMap(Object.keys))].sort();
    const matrix = matrixReport([], {}, { jobs: 1, stacksPerJob: 1 }, PLACE);
    expect(fields([report, matrix])).toEqual(Object.keys(schema.properties).sort());
    expect(fields(report.stacks)).toEqual(Object.keys(stack.properties).sort());
    expect(fields(findings)).toEqual(Object.keys(finding.properties).sort());
  });

  it("lists the statuses and the codes of the program with their meaning", () => {
    const consts = (name: string) => schema.$defs[name].oneOf.map((one: { const: string }) => one.const);
    expect(consts("status").sort()).toEqual([...STATUSES].sort());
    expect(Object.keys(schema.properties.summary.properties).sort()).toEqual([...STATUSES].sort());
    expect(schema.$defs.knownCode.oneOf).toEqual(
      Object.entries(FINDINGS).map(([code, { severity, meaning }]) => ({
        const: code,
        description: `${severity}: ${meaning}`,
      })),
    );
  });

  it("is shipped under its name", () => {
    expect(require.resolve("plenigo-stripe/schemas/fleet-report.schema.json", { paths: [CHECKOUT] })).toBe(
      join(CHECKOUT, "schemas/fleet-report.schema.json"),
    );
  });
});

function nameless() {
  return { tenant: null, environment: null, companyId: null, stripeAccountId: null };
}
