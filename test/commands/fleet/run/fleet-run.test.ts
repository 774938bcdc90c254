import { existsSync, readFileSync } from "node:fs";
import { watch } from "node:fs/promises";
import { join } from "node:path";
import { CHECKOUT } from "../../../../sandbox/tenant-project";
import type { FleetReport } from "../../../../src/commands/fleet/report";
import { ENDING } from "../../../../src/terminal/interruption";
import { projectWithPulumi } from "../../../support/fake-pulumi";
import { GitProject } from "../../../support/git-project";
import { companyId, folderWith, PROJECT, stackFileText } from "../../../support/project-folder";
import { runCli } from "../../../support/run-cli";

const FAILING = "echo 'error: boom' >&2; exit 1";
const other = (text: string) => text.replace("acct_1000000000000000", "acct_2000000000000000");
const FILES: Readonly<Record<string, string>> = {
  "Pulumi.a.stage.yaml": stackFileText(companyId(1)),
  "Pulumi.b.stage.yaml": other(stackFileText(companyId(2))),
  "Pulumi.a.live.yaml": stackFileText(companyId(3)),
  "Pulumi.b.live.yaml": other(stackFileText(companyId(4))),
  "Pulumi.c.stage.yaml": stackFileText("short"),
};

/** Runs `plenigo-stripe fleet …` in a project where each run of the engine fails. */
async function fleet(...words: readonly string[]) {
  const where = projectWithPulumi(FAILING, FILES);
  return { folder: where.cwd, ...(await runCli(where, "fleet", ...words)) };
}

/** The same in a project in git. */
function fleetIn({ folder: cwd }: GitProject, ...words: readonly string[]) {
  return runCli({ ...projectWithPulumi(FAILING), cwd }, "fleet", ...words);
}

it.each([
  [
    "several live stacks",
    ["--environment", "live"],
    /this would update 2 live stacks, and.*\n.*\n.*--confirm live/,
  ],
  [
    "one live stack among others",
    ["--tenant", "a"],
    /this would update 1 stage and 1 live stacks, .*\n.*\n.*--confirm a\.live/,
  ],
  ["stage stacks", ["--environment", "stage"], /this would update 2 stage stacks, .*\n.*\n.*add --yes/],
  ["live stacks, although --yes is given", ["--environment", "live", "--yes"], /--confirm live/],
  [
    "live stacks, by another name",
    ["--environment", "live", "--confirm", "a.live"],
    /--confirm says a\.live, and not live: this would update 2 live stacks\.\n.*\n.*add --confirm live/,
  ],
])("an update of %s is not begun without confirmation", async (_, words, message) => {
  const { code, stdout, stderr, folder } = await fleet("up", ...words);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(message);
  expect(existsSync(join(folder, ".plenigo-stripe"))).toBe(false);
});

it("an update goes on once it is confirmed, and stops after the first failure", async () => {
  const { code, stdout } = await fleet("up", "--confirm", "live", "--parallel", "1", "--json");
  const { command, summary } = JSON.parse(stdout);
  expect({ code, command, summary }).toMatchObject({
    code: 1,
    command: "fleet up",
    summary: { error: 2, "not-run": 3 },
  });
});

it("one live stack is confirmed by the wave's name too, as a job of a matrix does, which knows no number", async () => {
  const { stdout } = await fleet("up", "--stack", "a.live", "--confirm", "live", "--json");
  expect(JSON.parse(stdout).summary).toMatchObject({ error: 1, "not-run": 0 });
});

it("a preview asks nothing and goes on after failures; each has its log, which git ignores", async () => {
  const { code, stdout, folder } = await fleet("preview");
  expect(code).toBe(1);
  expect(stdout).toMatch(/^fleet preview: 5 of 5 [\s\S]*✗ a\.live +error +engine-failed: boom\n/);
  expect(readFileSync(join(folder, ".plenigo-stripe/logs/a.live.log"), "utf8")).toBe("error: boom\n");
  expect(readFileSync(join(folder, ".plenigo-stripe/.gitignore"), "utf8")).toBe("*\n");
});

it("logs go where --log-dir says", async () => {
  const { folder } = await fleet("preview", "--tenant", "a", "--log-dir", "logs");
  expect([".plenigo-stripe", "logs"].map((name) => existsSync(join(folder, name)))).toEqual([false, true]);
});

it("mistakes in a file need neither a run nor a question", async () => {
  const { code, stderr } = await fleet("up", "--tenant", "c");
  expect(code).toBe(2);
  expect(stderr).toMatch(/✗ c\.stage error: companyId must be .* 1\/1/);
});

it("only what changed since a commit is previewed, and a stack file that is gone is named", async () => {
  const project = GitProject.ofStacks("a.stage", "b.stage", "c.stage");
  project.write({ "Pulumi.b.stage.yaml": stackFileText(companyId(9)), "Pulumi.c.stage.yaml": null });
  const { stdout, stderr } = await fleetIn(project, "preview", "--changed-since", "HEAD", "--json");
  expect(JSON.parse(stdout).stacks.map(({ stack }: { stack: string }) => stack)).toEqual(["b.stage"]);
  expect(stderr).toMatch(/c\.stage: its stack file is gone/);
});

it("when nothing has changed, nothing is run or asked", async () => {
  const project = GitProject.ofStacks("a.stage");
  const { code, stdout } = await fleetIn(project, "up", "--changed-since", "HEAD", "--json");
  expect({ code, stacks: JSON.parse(stdout).stacks }).toEqual({ code: 0, stacks: [] });
});

it("one key for several accounts is refused", async () => {
  const { cwd, env } = projectWithPulumi(FAILING, FILES);
  const where = { cwd, env: { ...env, STRIPE_API_KEY: "set" } };
  const { code, stderr } = await runCli(where, "fleet", "preview");
  expect([code, stderr]).toEqual([2, expect.stringMatching(/^one-key-many-accounts: /)]);
});

it("a missing engine is one clear error", async () => {
  const where = { cwd: folderWith({ "Pulumi.yaml": PROJECT, ...FILES }), env: { PATH: "/nowhere" } };
  const { code, stderr } = await runCli(where, "fleet", "preview");
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^engine-failed: pulumi can't be started[^✗]*$/)]);
});

describe("a run that is stopped", () => {
  /** An engine that has begun when there is a file `begun`, and ends in order, or at once at the second signal. */
  const WAITING = `end() { echo "error: $1 canceled" >&2; exit 1; }
trap 'end "$1"' INT TERM
touch "$PWD/begun"
while :; do sleep 0.05; done`;
  const HOSTED = { "Pulumi.yaml": `${PROJECT}main: ${CHECKOUT}\n` };
  const OWN = { "Pulumi.yaml": PROJECT };

  async function stopped(words: readonly string[], project: object, signals: readonly NodeJS.Signals[]) {
    const { cwd, env } = projectWithPulumi(WAITING, { ...FILES, ...project });
    const where = { cwd, env: { ...env, PULUMI_BACKEND_URL: `file://${cwd}` } };
    const begun = watch(where.cwd, { signal: AbortSignal.timeout(20_000) });
    const options = ["--environment", "stage", "--parallel", "1", "--json"];
    const ended = runCli(where, "fleet", ...words, ...options);
    for await (const { filename } of begun) if (filename === "begun") break;
    for (const signal of signals) process.emit(signal, signal);
    const { code, stdout } = await ended;
    const { stacks } = JSON.parse(stdout) as FleetReport;
    return { code, found: stacks.map(({ stack, findings }) => [stack, findings[0]?.code]) };
  }

  // Told as `engine-failed`, as if the engine had a fault.
  it.each<[string, readonly string[], object, readonly NodeJS.Signals[]]>([
    ["an update, by Ctrl-C twice", ["up", "--yes"], HOSTED, ["SIGINT", "SIGINT"]],
    ["a recovery, by Ctrl-C twice", ["recover", "--yes"], OWN, ["SIGINT", "SIGINT"]],
    ["a preview of a program of one's own, by Ctrl-C twice", ["preview"], OWN, ["SIGINT", "SIGINT"]],
    ["an update of a program of one's own, by SIGTERM twice", ["up", "--yes"], OWN, ["SIGTERM", "SIGTERM"]],
  ])("is cancelled, and what had not begun was not run: %s", async (_, words, project, signals) => {
    const { code, found } = await stopped(words, project, signals);
    const expected = [
      ["a.stage", "cancelled"],
      ["b.stage", "not-started"],
      ["c.stage", "config-invalid"],
    ];
    expect([code, found]).toEqual([1, expected]);
  });

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "is cancelled when %s comes once and time is up",
    async (signal) => {
      jest.replaceProperty(ENDING as { passOnMs: number }, "passOnMs", 0);
      const { found } = await stopped(["up", "--yes"], OWN, [signal]);
      expect(found.slice(0, 2)).toEqual([
        ["a.stage", "cancelled"],
        ["b.stage", "not-started"],
      ]);
    },
  );
});

it.each([
  ["--parallel", "0"],
  ["--max-failures", "none"],
  ["--canary", "-1"],
])("%s %s is wrong usage", async (...words) => {
  expect((await fleet("preview", ...words)).code).toBe(2);
});
