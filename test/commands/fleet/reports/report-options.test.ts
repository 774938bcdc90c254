import { readFileSync } from "node:fs";
import { join } from "node:path";
import { main } from "../../../../src/cli/main";
import { companyId, folderWith, PROJECT, stackFileText } from "../../../support/project-folder";

let folder: string;
let printed: { out: string; err: string };

beforeEach(() => {
  folder = folderWith({
    "Pulumi.yaml": PROJECT,
    "Pulumi.acme.live.yaml": stackFileText(companyId(1)),
    "Pulumi.bild.live.yaml": stackFileText("too short"),
  });
  printed = { out: "", err: "" };
  jest.spyOn(process, "cwd").mockReturnValue(folder);
  jest.spyOn(process.stdout, "write").mockImplementation((text) => add("out", text));
  jest.spyOn(process.stderr, "write").mockImplementation((text) => add("err", text));
});

function add(stream: "out" | "err", text: unknown): boolean {
  printed[stream] += text;
  return true;
}

const list = (...words: string[]) => main(["fleet", "list", ...words]);
const file = (name: string) => readFileSync(join(folder, name), "utf8");

it("prints the report for people", async () => {
  expect(await list()).toBe(2);
  expect(printed.out).toMatch(/^tenant .*\nacme /);
  expect(printed.out).toMatch(
    /\nfleet list: 1 of 2 stacks needs attention \(1 error, 1 without mistakes\)\n/,
  );
  expect(printed.err).toBe("");
});

it("prints one JSON document alone, whatever else is asked for", async () => {
  const words = ["--json", "--github-annotations", "--markdown", join(folder, "r.md")];
  expect(await list(...words)).toBe(2);
  expect(JSON.parse(printed.out).summary).toMatchObject({ ok: 1, error: 1 });
  expect(printed.err).toMatch(/^::error file=Pulumi\.bild\.live\.yaml,/);
});

it("writes Markdown and the page, and prints the report too", async () => {
  await list("--markdown", join(folder, "r.md"), "--html", join(folder, "r.html"));
  expect(file("r.md")).toMatch(/^<!-- plenigo-stripe:fleet list -->\n/);
  expect(file("r.html")).toMatch(/^<!doctype html>/);
  expect(printed.out).toContain("bild.live");
});

it.each([
  ["an empty name, as of a variable that is not set", () => "", "is the variable set?"],
  ["a folder", () => folder, "name a file in it"],
  ["a name that is too long", () => join(folder, "x".repeat(300)), "ENAMETOOLONG"],
  ["a folder that does not exist", () => join(folder, "no/r.html"), "Its folder does not exist."],
])("refuses %s before anything is done", async (_, name, words) => {
  expect(await list("--html", name())).toBe(2);
  expect(printed).toEqual({ out: "", err: expect.stringContaining(words) });
});

it("fails when a file can't be written, after it has printed the report", async () => {
  expect(await list("--json", "--markdown", "/dev/full")).toBe(1);
  expect(JSON.parse(printed.out).command).toBe("fleet list");
  expect(printed.err).toMatch(/^report-not-written: \/dev\/full: ENOSPC: no space left on device\n/);
});

it("names files on GitHub by their path in the repository", async () => {
  process.env.GITHUB_WORKSPACE = join(folder, "..");
  try {
    await list("--github-annotations");
  } finally {
    delete process.env.GITHUB_WORKSPACE;
  }
  expect(printed.err).toMatch(/^::error file=plenigo-stripe-project-\w+\/Pulumi\.bild\.live\.yaml,/);
});
