import { main } from "../../../src/cli/main";
import { CHECKS } from "../../../src/commands/doctor/doctor";
import { folderWith, PROJECT } from "../../support/project-folder";
import { runCli, surroundingsIn } from "../../support/run-cli";

/** Runs the command in a project without an engine. */
function doctor(...words: readonly string[]) {
  const folder = folderWith({ "Pulumi.yaml": `${PROJECT}options: { refresh: always }\n` });
  return runCli({ cwd: folder, env: {} }, "doctor", ...words);
}

it("prints a line for each check, what fixes it under it, and the counts", async () => {
  const { stdout, code } = await doctor("project", "packages", "engine");
  expect(stdout).toMatch(
    /^✗ packages +\S+ has no package\.json\n {4}next {2}npm init && npm install\n✗ engine +engine-failed: pulumi can't be started: ENOENT\.\n {4}next {2}https:\/\/www\.pulumi\.com\/docs\/install\/ {3}\(how to install Pulumi\)\n✓ project +plenigo-stripe in \S+\n1 ok, 2 failures; with --stack NAME it looks at a stack, too\n$/,
  );
  expect(code).toBe(1);
});

// Between the words of a command a narrow terminal broke it, and what was copied did something else.
it("keeps a command whole on a narrow terminal, and breaks no word", async () => {
  const folder = folderWith({ "Pulumi.yaml": PROJECT, "Pulumi.a.stage.yaml": "config: { x:y: <z> }\n" });
  const there = surroundingsIn({ cwd: folder, env: { NO_COLOR: "1" } });
  Object.assign(there.stdout, { isTTY: true, columns: 40 });
  await main(["doctor", "project", "configuration", "--stack", "a.stage"], there);
  expect(there.printed.stdout).toMatch(
    /\n {4}next {2}pulumi config set plenigo-stripe:companyId COMPANY_ID --stack a\.stage\n/,
  );
  expect(there.printed.stdout).toMatch(/^! project .*\n {2}\S.*\n {2}\S/);
});

it("exits with 0 when there are warnings only", async () => {
  expect(await doctor("aws-identity")).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^! aws-identity/),
  });
});

it("prints one JSON document alone", async () => {
  const { stdout, stderr } = await doctor("project", "--json");
  expect([JSON.parse(stdout), stderr]).toMatchObject([{ summary: { ok: 1, failure: 0 }, stack: null }, ""]);
});

it("lists its checks, in JSON too", async () => {
  const { stdout, code } = await doctor("--list-checks");
  expect([stdout.trim().split("\n").length, code]).toEqual([CHECKS.length, 0]);
  expect(JSON.parse((await doctor("--list-checks", "--json")).stdout).checks).toHaveLength(CHECKS.length);
});

it.each([
  ["a check that there is not", ["clok"], /Allowed choices are node, packages/],
  ["a check of a stack without one", ["lock"], /stack-not-selected: .*\n {2}next {3}add --stack NAME/],
  ["an option that it does not know", ["--fix"], /unknown option/],
])("exits with 2 for %s", async (_, words, message) => {
  expect(await doctor(...words)).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringMatching(message),
  });
});
