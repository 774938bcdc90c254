import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { CHECKOUT } from "../../../sandbox/tenant-project";
import { CHECKS, examine } from "../../../src/commands/doctor/doctor";
import { folderWith } from "../../support/project-folder";
import { surroundingsIn } from "../../support/run-cli";
import { FILES, healthyEngine } from "./examination";

const schema = JSON.parse(readFileSync(join(CHECKOUT, "schemas/doctor-report.schema.json"), "utf8"));
const validate = new Ajv({ allErrors: true }).compile(schema);

// Nobody listens there, so that nothing leaves this machine.
const env = { STRIPE_API_BASE: "http://127.0.0.1:1", AWS_ENDPOINT_URL: "http://127.0.0.1:1" };
const report = (stack?: string) =>
  examine({
    surroundings: surroundingsIn({ cwd: folderWith(FILES), env }),
    stack,
    ids: [],
    engine: healthyEngine(),
  });

it("without a stack holds the checks of machine and project, and fits the schema", async () => {
  const found = await report();
  expect(found.checks.map(({ id }) => id)).toEqual(
    CHECKS.filter(({ ofStack }) => !ofStack).map(({ id }) => id),
  );
  expect([validate(found), validate.errors]).toEqual([true, null]);
});

it("with a stack holds every check, counts them, and fits the schema", async () => {
  const found = await report("acme.stage");
  expect(found.checks.map(({ id }) => id)).toEqual(CHECKS.map(({ id }) => id));
  expect(Object.values(found.summary).reduce((one, other) => one + other)).toBe(CHECKS.length);
  expect([validate(found), validate.errors]).toEqual([true, null]);
});

it.each([
  ["another status", { checks: [{ id: "node", status: "fine", message: "x", next: [] }] }],
  ["more than it says", { more: 1 }],
])("the schema refuses %s", async (_, change) => {
  expect(validate({ ...(await report()), ...change })).toBe(false);
});

it("has checks that need only checks that there are", () => {
  const ids = CHECKS.map(({ id }) => id);
  for (const { id, needs } of CHECKS) {
    for (const needed of needs) expect(ids).toContain(needed);
    expect(id).toMatch(/^[a-z-]+$/);
  }
});

it("refuses a check of a stack when no stack is named", async () => {
  await expect(examine({ surroundings: surroundingsIn("/"), ids: ["lock"] })).rejects.toThrow(
    /^stack-not-selected: .*lock/,
  );
});
