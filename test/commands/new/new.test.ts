import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { CHECKOUT } from "../../../sandbox/tenant-project";
import { repositoryFiles } from "../../../src/commands/new/tenant-repository";
import { OLDEST_ENGINE } from "../../../src/engine/versions";
import { folderWith } from "../../support/project-folder";
import { runCli } from "../../support/run-cli";

const read = (...path: string[]) => readFileSync(join(...path), "utf8");
const manifest = JSON.parse(read(CHECKOUT, "package.json"));
const written = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

it("writes four small files, with exact versions", async () => {
  const folder = folderWith({});
  const { code, stdout, stderr } = await runCli(folder, "new", "tenants");
  expect([code, stderr]).toEqual([0, ""]);
  const made = join(folder, "tenants");
  expect(written(made)).toEqual([".gitignore", "Pulumi.yaml", "index.js", "package.json"]);
  const { dependencies, name } = JSON.parse(read(made, "package.json"));
  expect(dependencies).toMatchObject({
    "@pulumi/pulumi": manifest.devDependencies["@pulumi/pulumi"],
    "plenigo-stripe": manifest.version,
  });
  for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  // npm refuses to install a package in one of the same name.
  expect(name).not.toBe("plenigo-stripe");
  expect(stdout).toMatch(
    /next {2}cd tenants\n.*npm install.*\n.*PULUMI_CONFIG_PASSPHRASE.*\n.*npx --no plenigo-stripe init.*\n.*pulumi up --stack stage/,
  );
});

it("makes a project that refreshes by itself and refuses an engine that is too old", async () => {
  const folder = folderWith({});
  await runCli(folder, "new", "--name", "subscriptions");
  expect(parse(read(folder, "Pulumi.yaml"))).toEqual({
    name: "subscriptions",
    description: expect.any(String),
    runtime: { name: "nodejs", options: { typescript: false } },
    requiredPulumiVersion: `>=${OLDEST_ENGINE}`,
    options: { refresh: "always" },
  });
});

it.each(["true", "1.0", "null", "a-b_c.d"])(
  "takes %s as the name of a project, a text in YAML",
  async (name) => {
    const folder = folderWith({});
    await runCli(folder, "new", "--name", name);
    expect(parse(read(folder, "Pulumi.yaml")).name).toBe(name);
  },
);

it.each(["", "a b", "a\nb", "../x"])("refuses %j as the name of a project", async (name) => {
  const folder = folderWith({});
  const { code, stderr } = await runCli(folder, "new", "--name", name);
  expect([code, written(folder)]).toEqual([2, []]);
  expect(stderr).toMatch(/^config-invalid: a Pulumi project can't be called/);
});

it.each([
  [
    "github",
    [".github/workflows/audit.yml", ".github/workflows/deploy.yml", ".github/workflows/pull-request.yml"],
  ],
  ["gitlab", [".gitlab-ci.yml", "fleet-jobs.yml"]],
])("adds the pipeline of %s, as it is in pipelines/", async (service, files) => {
  const folder = folderWith({});
  await runCli(folder, "new", "--typescript", "--pipeline", service);
  const own = [".gitignore", "Pulumi.yaml", "index.ts", "package.json", "tsconfig.json"];
  expect(written(folder)).toEqual([...own, ...files].sort());
  for (const file of files) {
    const source = join(CHECKOUT, "pipelines", service, file.replace(".github/workflows/", ""));
    expect(read(folder, file)).toBe(read(source));
  }
});

it("asks for a tarball where it is told to", async () => {
  const folder = folderWith({});
  await runCli(folder, "new", "--package", "file:../plenigo-stripe.tgz");
  const { dependencies } = JSON.parse(read(folder, "package.json"));
  expect(dependencies["plenigo-stripe"]).toBe("file:../plenigo-stripe.tgz");
});

it("refuses a folder that is not empty, says what is in the way, and leaves it as it is", async () => {
  const names = Array.from({ length: 12 }, (_, index) => `file-${String(index).padStart(2, "0")}`);
  const folder = folderWith(Object.fromEntries(names.map((name) => [name, "mine"])));
  const { code, stdout, stderr } = await runCli(folder, "new");
  expect([code, stdout, written(folder)]).toEqual([2, "", names]);
  expect(stderr).toMatch(
    /^folder-not-empty: the folder is not empty: it holds file-00, .*file-09 and 2 more\./,
  );
});

it("refuses a file in the place of the folder", async () => {
  const folder = folderWith({ tenants: "mine" });
  const { code, stderr } = await runCli(folder, "new", "tenants");
  expect([code, read(folder, "tenants")]).toEqual([2, "mine"]);
  expect(stderr).toMatch(/^folder-not-empty: /);
});

it("takes a repository of git without files as empty", async () => {
  const folder = folderWith({ ".git/HEAD": "ref: refs/heads/main\n" });
  expect((await runCli(folder, "new")).code).toBe(0);
  expect(existsSync(join(folder, "Pulumi.yaml"))).toBe(true);
});

it("makes no folder when two languages are asked for", async () => {
  const folder = folderWith({});
  const { code } = await runCli(folder, "new", "tenants", "--typescript", "--javascript");
  expect([code, written(folder)]).toEqual([2, []]);
});

describe.each(["javascript", "typescript"])("the template for %s", (language) => {
  const template = join(CHECKOUT, "templates", language);

  it("asks for the versions that this checkout was tested with", () => {
    const { dependencies } = JSON.parse(read(template, "package.json"));
    const { packages } = JSON.parse(read(CHECKOUT, "package-lock.json"));
    const tested = Object.keys(dependencies).map((name) => [
      name,
      name === "plenigo-stripe" ? manifest.version : packages[`node_modules/${name}`].version,
    ]);
    expect(dependencies).toEqual(Object.fromEntries(tested));
  });

  it("leaves out of git what `new` leaves out", () => {
    const files = Object.fromEntries(repositoryFiles({ name: "plenigo-stripe", language: "javascript" }));
    expect(read(template, ".gitignore")).toBe(files[".gitignore"]);
  });

  it("holds the program of a clone, but for where the component comes from", () => {
    const [file = ""] = readdirSync(template).filter((name) => name.startsWith("index."));
    const lines = (text: string) => text.replace('"./connection"', '"plenigo-stripe"').split("\n");
    const ofClone = lines(read(CHECKOUT, "src/index.ts").replace(/^\/\*\*[\s\S]*?\*\/\n/, ""));
    expect(lines(read(template, file))).toEqual(ofClone);
  });
});
