import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { version } from "../../package.json";
import { companyId, folderWith, PROJECT, stackFileText } from "../support/project-folder";
import { runCli } from "../support/run-cli";

const FILES = {
  "Pulumi.yaml": PROJECT,
  "Pulumi.acme.live.yaml": stackFileText(companyId(1)),
  "Pulumi.acme.stage.yaml": stackFileText(companyId(2)),
  "src/deep/index.ts": "",
};

async function listed(folder: string, ...words: readonly string[]) {
  const { code, stdout, stderr } = await runCli(folder, ...words, "--json");
  const stacks = stdout ? JSON.parse(stdout).stacks.map(({ stack }: { stack: string }) => stack) : [];
  return { code, stacks, stderr };
}

it("--version prints the version alone", async () => {
  expect(await runCli(folderWith({}), "--version")).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

// In a subfolder every command said project-missing, while pulumi looks upwards.
it("the project is found from a folder below", async () => {
  const { code, stacks } = await listed(`${folderWith(FILES)}/src/deep`, "fleet", "list");
  expect({ code, stacks }).toEqual({ code: 0, stacks: ["acme.live", "acme.stage"] });
});

it.each([
  ["before the command", ["-C", "FOLDER", "fleet", "list"]],
  ["after it", ["fleet", "list", "--cwd", "FOLDER"]],
])("-C works in another folder, %s", async (_, words) => {
  const folder = folderWith(FILES);
  const here = folderWith({});
  const { stacks } = await listed(here, ...words.map((word) => (word === "FOLDER" ? folder : word)));
  expect(stacks).toEqual(["acme.live", "acme.stage"]);
});

it("-C holds for what other options name, and commands that are told name the folder", async () => {
  const folder = folderWith(FILES);
  const { stderr } = await runCli(dirname(folder), "-C", basename(folder), "verify", "--stack", "none.live");
  expect(stderr).toContain(`next   npx plenigo-stripe -C ${basename(folder)} init none.live`);
  await runCli(dirname(folder), "fleet", "list", "--html", "report.html", "-C", basename(folder));
  expect(existsSync(join(folder, "report.html"))).toBe(true);
});

it("-C refuses a folder that is not there", async () => {
  const { code, stderr } = await runCli(folderWith({}), "-C", "nowhere", "fleet", "list");
  expect([code, stderr]).toEqual([2, expect.stringMatching(/It can't be entered \(ENOENT\)/)]);
});

it.each([["organization/plenigo-stripe/acme.live"], ["organization/acme.live"], ["acme.live"]])(
  "--stack %s is taken as pulumi takes it",
  async (name) => {
    expect((await listed(folderWith(FILES), "fleet", "list", "--stack", name)).stacks).toEqual(["acme.live"]);
  },
);

// Another project's stack of the same name would be changed in its place.
it.each([
  ["of another project", "organization/shop/acme.live", /is not a stack of this project, plenigo-stripe/],
  ["of another organization", "acme/plenigo-stripe/acme.live", /pulumi org set-default acme/],
  ["with too many parts", "a/b/c/acme.live", /is not a stack of this project/],
  ["with an empty part", "organization//acme.live", /is not a stack of this project/],
])("--stack %s is refused", async (_, name, message) => {
  const { code, stderr } = await listed(folderWith(FILES), "fleet", "list", "--stack", name);
  expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
});

it.each(["fleet up", "fleet preview", "fleet matrix", "fleet kubernetes", "verify", "rotate", "doctor"])(
  "help of %s shows no default that says nothing",
  async (command) => {
    const { stdout } = await runCli(folderWith(FILES), ...command.split(" "), "--help");
    expect(stdout).not.toMatch(/default: (\{\}|\[\]|""|false)\)/);
  },
);
