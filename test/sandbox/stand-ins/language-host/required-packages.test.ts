import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const { requiredPackages } = require("../../../../sandbox/stand-ins/language-host/required-packages.js");

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plenigo-stripe-packages-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

function addPackage(path: string, manifest: object): void {
  mkdirSync(join(folder, path), { recursive: true });
  writeFileSync(join(folder, path, "package.json"), JSON.stringify(manifest));
}

const aws = {
  name: "@pulumi/aws",
  version: "7.48.1",
  pulumi: { resource: true, name: "aws", version: "7.48.0" },
};
const required = { name: "aws", version: "v7.48.0", server: "" };

describe("required packages", () => {
  it("are those that ask for a plugin, with the plugin's version", () => {
    addPackage("node_modules/@pulumi/aws", aws);
    addPackage("node_modules/@pulumi/pulumi", { name: "@pulumi/pulumi", version: "3.248.0" });
    expect(requiredPackages(folder)).toEqual([required]);
  });

  it("are found below other packages, once", () => {
    addPackage("node_modules/other", { name: "other", version: "1.0.0" });
    addPackage("node_modules/other/node_modules/@pulumi/aws", aws);
    addPackage("node_modules/third/node_modules/@pulumi/aws", aws);
    expect(requiredPackages(folder)).toEqual([required]);
  });

  it("are found behind a link that leads back to where the search began", () => {
    addPackage("node_modules/@pulumi/aws", aws);
    symlinkSync(folder, join(folder, "node_modules/plenigo-stripe"));
    expect(requiredPackages(folder)).toEqual([required]);
  });

  it.each([
    ["has no name of a plugin", { name: "third-party", version: "1.0.0", pulumi: { resource: true } }],
    ["has no version", { name: "@pulumi/x", pulumi: { resource: true } }],
    ["has no plugin", { name: "@pulumi/x", version: "1.0.0", pulumi: { resource: false } }],
  ])("leave out a package that %s", (_case, manifest) => {
    addPackage("node_modules/x", manifest);
    expect(requiredPackages(folder)).toEqual([]);
  });

  it("take the plugin's name from a package of Pulumi's", () => {
    addPackage("node_modules/@pulumi/random", {
      name: "@pulumi/random",
      version: "4.0.0",
      pulumi: { resource: true, server: "https://example.com" },
    });
    expect(requiredPackages(folder)).toEqual([
      { name: "random", version: "v4.0.0", server: "https://example.com" },
    ]);
  });

  it("leave out dot folders, and links that lead nowhere", () => {
    addPackage("node_modules/.pnpm/@pulumi/aws", aws);
    symlinkSync(join(folder, "nowhere"), join(folder, "node_modules/gone"));
    expect(requiredPackages(folder)).toEqual([]);
  });
});
