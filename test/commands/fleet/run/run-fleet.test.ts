import { runFleet } from "../../../../src/commands/fleet/run/run-fleet";
import { identityOf, readFleet, selectStacks } from "../../../../src/commands/fleet/select";
import { companyId, folderWith, PROJECT, stackFileText } from "../../../support/project-folder";

const PLAN = { parallel: 1, canary: 0, maxFailures: 1 };

/** Runs a fleet of stacks by name; those of `failing` end with an error. */
async function run(files: Readonly<Record<string, string>>, failing: readonly string[] = []) {
  const named = Object.entries(files).map(([stack, text]) => [`Pulumi.${stack}.yaml`, text]);
  const fleet = readFleet(folderWith({ "Pulumi.yaml": PROJECT, ...Object.fromEntries(named) }));
  const told: string[] = [];
  const reports = await runFleet(fleet, selectStacks(fleet, {}), {
    plan: PLAN,
    progress: {
      started: (stack) => told.push(`${stack} started`),
      ended: ({ stack, status }) => told.push(`${stack} ${status}`),
    },
    isInterrupted: () => false,
    runStack: async (file) => {
      const status = failing.includes(file.stack) ? ("error" as const) : ("ok" as const);
      return { ...identityOf(file), status, findings: [] };
    },
  });
  return { reports, told };
}

const FILES = {
  "a.live": stackFileText(companyId(1)),
  "a.stage": stackFileText(companyId(2)),
  "b.stage": stackFileText(companyId(3)),
};

it("runs stage before live and reports in the stacks' order", async () => {
  const { reports, told } = await run(FILES);
  expect(told.filter((line) => line.endsWith("started"))).toEqual([
    "a.stage started",
    "b.stage started",
    "a.live started",
  ]);
  expect(reports.map(({ stack, status }) => [stack, status])).toEqual([
    ["a.live", "ok"],
    ["a.stage", "ok"],
    ["b.stage", "ok"],
  ]);
});

it("a stack whose file has mistakes is an error without a run, and stops no other", async () => {
  const { reports, told } = await run({ ...FILES, "b.stage": stackFileText("short") });
  expect(told).not.toContain("b.stage started");
  expect(reports.map(({ status }) => status)).toEqual(["ok", "ok", "error"]);
  expect(reports[2]?.findings).toMatchObject([{ code: "config-invalid" }]);
});

it("two stacks of one company are errors, since each would write over the other", async () => {
  const { reports } = await run({ ...FILES, "b.stage": stackFileText(companyId(2)) });
  expect(reports.map(({ status }) => status)).toEqual(["ok", "error", "error"]);
});

it("tells of those that were not run, and why", async () => {
  const { reports, told } = await run(FILES, ["a.stage"]);
  expect(reports.map(({ status }) => status)).toEqual(["not-run", "error", "not-run"]);
  expect(reports[0]?.findings).toMatchObject([
    { code: "not-started", message: "1 failed before this stack started (--max-failures 1)" },
  ]);
  expect(told.slice(-2)).toEqual(["b.stage not-run", "a.live not-run"]);
});
