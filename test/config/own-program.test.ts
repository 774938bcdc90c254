import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "../../sandbox/tenant-project";
import { LANGUAGES, repositoryFiles } from "../../src/commands/new/tenant-repository";
import { isOwnProgram } from "../../src/config/own-program";
import { readProject } from "../../src/config/project";
import { folderWith } from "../support/project-folder";

type Files = Readonly<Record<string, string>>;

/** A tenant's repository as `new` writes it, with changes, whose packages are installed. */
function repository(
  changes: Files = {},
  language: (typeof LANGUAGES)[number] = "javascript",
  own = CHECKOUT,
) {
  const written = Object.fromEntries(repositoryFiles({ name: "tenants", language }));
  const folder = folderWith({ ...written, "node_modules/.keep": "", ...changes });
  symlinkSync(own, join(folder, "node_modules/plenigo-stripe"));
  return readProject(folder);
}
const template = readFileSync(join(CHECKOUT, "templates/javascript/index.js"), "utf8");

it("is the program of a clone", () => {
  expect(isOwnProgram(readProject(CHECKOUT))).toBe(true);
});

it.each(LANGUAGES)("is the program that `new` writes in %s", (language) => {
  expect(isOwnProgram(repository({}, language))).toBe(true);
});

it.each<[string, Files]>([
  [
    "comments and line endings are others",
    { "index.js": `/* ours */\n${template.replaceAll("\n", "\r\n")}` },
  ],
  [
    "it lies in a folder that Pulumi.yaml names",
    {
      "Pulumi.yaml":
        "name: tenants\nruntime: { name: nodejs, options: { packagemanager: npm } }\nmain: program/\n",
      "program/index.js": template,
    },
  ],
])("is ours too when %s", (_, files) => {
  expect(isOwnProgram(repository(files))).toBe(true);
});

it.each<[string, Files]>([
  ["it declares something more", { "index.js": `${template}new Bucket("another");\n` }],
  ["its connection has another name", { "index.js": template.replace('"plenigo",', '"acme",') }],
  [
    "Node gets options of the user's",
    { "Pulumi.yaml": "name: tenants\nruntime: { name: nodejs, options: { nodeargs: --trace-warnings } }\n" },
  ],
  ["it runs on bun", { "Pulumi.yaml": "name: tenants\nruntime: bun\n" }],
  ["there is no program", { "package.json": '{ "main": "gone.js" }' }],
])("is the user's own when %s", (_, files) => {
  expect(isOwnProgram(repository(files))).toBe(false);
});

it("is the user's own when it runs with another copy of the package", () => {
  const other = folderWith({ "package.json": '{ "name": "plenigo-stripe", "version": "9.9.9" }' });
  expect(isOwnProgram(repository({}, "javascript", other))).toBe(false);
});
