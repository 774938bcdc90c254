import { join } from "node:path";
import { installationFaults } from "../../src/engine/installation";
import { folderWith } from "../support/project-folder";
import { remedyLines } from "../support/remedy-lines";

const manifest = (version: string, more = {}) => JSON.stringify({ version, ...more });
const NODE_22 = { node: "22.1.0" };

/** A program with this package and Pulumi's SDK, as a flat `node_modules` has them; `files` adds or replaces. */
function program(files: Readonly<Record<string, string | undefined>> = {}) {
  const all = {
    "package.json": "{}",
    "node_modules/plenigo-stripe/package.json": manifest("1.2.3"),
    "node_modules/@pulumi/pulumi/package.json": manifest("3.248.0", { engines: { node: ">=20" } }),
    ...files,
  };
  const present = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const folder = folderWith(Object.fromEntries(present));
  return { folder, own: join(folder, "node_modules/plenigo-stripe"), versions: NODE_22 };
}

const said = (installation: Parameters<typeof installationFaults>[0]) =>
  installationFaults(installation).map(({ what }) => what);

it("finds nothing in a program that names the package and has one SDK", () => {
  expect(said(program())).toEqual([]);
});

it("finds nothing in a clone, whose program is the package", () => {
  const folder = folderWith({
    "package.json": manifest("1.2.3", { name: "plenigo-stripe" }),
    "src/index.ts": "",
  });
  expect(said({ folder: join(folder, "src"), own: folder, versions: NODE_22 })).toEqual([]);
});

it("finds nothing in a workspace, where packages lie above the program", () => {
  const { folder, own } = program({ "stacks/package.json": "{}" });
  expect(said({ folder: join(folder, "stacks"), own, versions: NODE_22 })).toEqual([]);
});

// pnpm shows a program only what it names itself; the provider then failed with "Cannot find module".
it("names a package that only a dependency of the program depends on", () => {
  const nested = "node_modules/infra/node_modules/plenigo-stripe/package.json";
  const { folder } = program({
    "node_modules/plenigo-stripe/package.json": undefined,
    [nested]: manifest("1.2.3"),
  });
  const [fault, ...others] = installationFaults({
    folder,
    own: join(folder, nested, ".."),
    versions: NODE_22,
  });
  expect(others).toEqual([]);
  expect(fault?.what).toMatch(/^plenigo-stripe is not a dependency of the program itself/);
  expect(remedyLines(fault?.next)).toEqual([
    "npm install --save-exact plenigo-stripe@1.2.3",
    "pnpm add --save-exact plenigo-stripe@1.2.3",
  ]);
});

it.each([
  [
    "this package",
    { "node_modules/infra/node_modules/plenigo-stripe/package.json": manifest("1.3.0") },
    "node_modules/infra/node_modules/plenigo-stripe",
    "two versions of plenigo-stripe are installed: the program has 1.2.3, and what it uses has 1.3.0",
  ],
  [
    "Pulumi's SDK",
    { "node_modules/plenigo-stripe/node_modules/@pulumi/pulumi/package.json": manifest("3.250.0") },
    "node_modules/plenigo-stripe",
    "two versions of @pulumi/pulumi are installed: the program has 3.248.0, and plenigo-stripe has 3.250.0",
  ],
  // As yarn 1 installs a pinned SDK beside a range.
  [
    "Pulumi's SDK, one of them for AWS alone",
    {
      "node_modules/@pulumi/aws/package.json": manifest("7.48.0"),
      "node_modules/@pulumi/aws/node_modules/@pulumi/pulumi/package.json": manifest("3.276.0"),
    },
    "node_modules/plenigo-stripe",
    "two versions of @pulumi/pulumi are installed: the program has 3.248.0, and @pulumi/aws has 3.276.0",
  ],
])("names two versions of %s", (_, files, own, what) => {
  const { folder } = program(files);
  expect(said({ folder, own: join(folder, own), versions: NODE_22 })).toEqual([what]);
});

it("names an SDK that needs a newer Node, with the version that does not", () => {
  const newest = {
    "node_modules/@pulumi/pulumi/package.json": manifest("3.276.0", { engines: { node: ">=22" } }),
  };
  const [fault] = installationFaults({ ...program(newest), versions: { node: "20.19.0" } });
  expect(fault?.what).toBe("@pulumi/pulumi 3.276.0 needs Node 22 or newer, and this is Node 20.19.0");
  expect(remedyLines(fault?.next)[1]).toMatch(/^npm install --save-exact @pulumi\/pulumi@3\.248\.0 /);
});

// Dynamic providers don't work there, and the run ended with an error that did not say so.
it("names bun", () => {
  expect(said({ ...program(), versions: { ...NODE_22, bun: "1.3.0" } })).toEqual([
    expect.stringMatching(/^this is bun 1\.3\.0: /),
  ]);
});
