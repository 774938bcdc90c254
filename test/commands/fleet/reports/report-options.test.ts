import { readFileSync } from "node:fs";
import { join } from "node:path";
import { companyId, folderWith, PROJECT, stackFileText } from "../../../support/project-folder";
import { runCli } from "../../../support/run-cli";

let folder: string;
beforeEach(() => {
  folder = folderWith({
    "Pulumi.yaml": PROJECT,
    "Pulumi.acme.live.yaml": stackFileText(companyId(1)),
    "Pulumi.bild.live.yaml": stackFileText("too short"),
  });
});

const list = (...words: string[]) => runCli(folder, "fleet", "list", ...words);
const file = (name: string) => readFileSync(join(folder, name), "utf8");

it("prints the report for people", async () => {
  const { code, stdout, stderr } = await list();
  expect([code, stderr]).toEqual([2, ""]);
  expect(stdout).toMatch(/^tenant .*\nacme /);
  expect(stdout).toMatch(/\nfleet list: 1 of 2 stacks needs attention \(1 error, 1 without mistakes\)\n/);
});

it("prints one JSON document alone, whatever else is asked for", async () => {
  const words = ["--json", "--github-annotations", "--markdown", "r.md"];
  const { code, stdout, stderr } = await list(...words);
  expect(code).toBe(2);
  expect(JSON.parse(stdout).summary).toMatchObject({ ok: 1, error: 1 });
  expect(stderr).toMatch(/^::error file=Pulumi\.bild\.live\.yaml,/);
});

it("writes Markdown and the page, and prints the report too", async () => {
  const { stdout } = await list("--markdown", "r.md", "--html", "r.html");
  expect(file("r.md")).toMatch(/^<!-- plenigo-stripe:fleet list -->\n/);
  expect(file("r.html")).toMatch(/^<!doctype html>/);
  expect(stdout).toContain("bild.live");
});

it.each([
  ["an empty name, as of a variable that is not set", "", "is the variable set?"],
  ["a folder", ".", "name a file in it"],
  ["a name that is too long", "x".repeat(300), "ENAMETOOLONG"],
  ["a folder that does not exist", "no/r.html", "Its folder does not exist."],
])("refuses %s before anything is done", async (_, name, words) => {
  expect(await list("--html", name)).toEqual({ code: 2, stdout: "", stderr: expect.stringContaining(words) });
});

it("fails when a file can't be written, after it has printed the report", async () => {
  const { code, stdout, stderr } = await list("--json", "--markdown", "/dev/full");
  expect([code, JSON.parse(stdout).command]).toEqual([1, "fleet list"]);
  expect(stderr).toMatch(/^report-not-written: \/dev\/full: ENOSPC: no space left on device\n/);
});

it("names files on GitHub by their path in the repository", async () => {
  const where = { cwd: folder, env: { GITHUB_WORKSPACE: join(folder, "..") } };
  const { stderr } = await runCli(where, "fleet", "list", "--github-annotations");
  expect(stderr).toMatch(/^::error file=plenigo-stripe-project-\w+\/Pulumi\.bild\.live\.yaml,/);
});
