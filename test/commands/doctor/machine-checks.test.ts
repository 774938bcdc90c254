import { chmodSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "../../../sandbox/tenant-project";
import { nodeCheck } from "../../../src/commands/doctor/machine-checks";
import { installedVersion, isAtLeast } from "../../../src/engine/versions";
import { OWN_MANIFEST } from "../../../src/own-manifest";
import { folderWith, PROJECT } from "../../support/project-folder";
import { finding, healthyEngine } from "./examination";

it.each([
  ["18.20.4", "failure"],
  ["20.18.3", "failure"],
  ["20.19.0", "ok"],
  ["24.1.0", "ok"],
])("Node %s is %s", (version, status) => expect(nodeCheck(version).status).toBe(status));

it.each([
  ["v3.227.0", "3.227.0", true],
  ["v3.226.9", "3.227.0", false],
  ["v3.300.0-alpha.1", "3.227.0", true],
  ["v4.0.0", "3.227.0", true],
  ["3.227", "3.227.0", true],
])("version %s is at least %s: %s", (version, oldest, result) => {
  expect(isAtLeast(version, oldest)).toBe(result);
});

describe("engine", () => {
  it.each([
    ["v3.274.1", /^ok: Pulumi v3\.274\.1$/, ""],
    ["v3.100.0", /^failure: .*too old/, "https://www.pulumi.com/docs/install/"],
  ])("judges %s", async (version, text, next) => {
    const found = await finding("engine", { engine: healthyEngine({ version: async () => version }) });
    expect(found).toMatchObject({ text: expect.stringMatching(text), next });
  });
});

/** This package as an installed one. */
const OURS = {
  "node_modules/plenigo-stripe/package.json": JSON.stringify({ version: OWN_MANIFEST.version }),
};

/** A program with one package beside ours, and what is installed of it. */
function program(installed: string | undefined, locked = "1.0.0") {
  const lock = { packages: { "node_modules/one": { version: locked } } };
  return {
    "Pulumi.yaml": PROJECT,
    "package.json": JSON.stringify({ dependencies: { one: "^1.0.0" } }),
    "package-lock.json": JSON.stringify(lock),
    ...OURS,
    ...(installed && { "node_modules/one/package.json": JSON.stringify({ version: installed }) }),
  };
}

/** The same without a lock file. */
function unlocked() {
  const { "package-lock.json": _, ...files } = program("1.0.0");
  return files;
}

// Of this package's own copy of the SDK too, or two versions would be found first.
const SDK_OF_TOMORROW = JSON.stringify({
  version: installedVersion(CHECKOUT, "@pulumi/pulumi"),
  engines: { node: ">=99" },
});

describe("packages", () => {
  it.each([
    ["what is installed", program("1.0.0"), /^ok: all 1 of package/],
    ["what is missing", program(undefined), /^failure: not installed: one/],
    ["what is not the locked version", program("1.0.1"), /^warning: another version .*: one/],
    ["that nothing is locked", unlocked(), /^warning: no lock file/],
    [
      "two versions of ours",
      {
        ...program("1.0.0"),
        "node_modules/plenigo-stripe/package.json": JSON.stringify({ version: "0.0.1" }),
      },
      /^failure: two versions of plenigo-stripe are installed: the program has 0\.0\.1/,
    ],
    [
      "an SDK for a newer Node",
      { ...program("1.0.0"), "node_modules/@pulumi/pulumi/package.json": SDK_OF_TOMORROW },
      /^failure: @pulumi\/pulumi \S+ needs Node 99 or newer/,
    ],
    ["a folder without package.json", { "Pulumi.yaml": PROJECT }, /^failure: .* has no package\.json/],
  ])("tells %s", async (_, files, text) => {
    expect((await finding("packages", { files })).text).toMatch(text);
  });
});

describe("plugins", () => {
  const sdk = {
    "Pulumi.yaml": PROJECT,
    "package.json": "{}",
    ...OURS,
    "yarn.lock": "",
    "node_modules/@pulumi/aws/package.json": JSON.stringify({ version: "7.48.0" }),
  };
  const plugin = (version: string) => ({ name: "aws", kind: "resource", version });

  it.each([
    ["the SDK's version", [plugin("7.48.0")], /^ok: aws 7\.48\.0/, ""],
    [
      "another version only",
      [plugin("7.1.0")],
      /^warning: .*only 7\.1\.0 is installed/,
      "pulumi plugin install resource aws 7.48.0",
    ],
    ["none", [], /^warning: .*none is installed/, "pulumi plugin install resource aws 7.48.0"],
  ])("for AWS: %s", async (_, plugins, text, next) => {
    const engine = healthyEngine({ plugins: async () => plugins });
    expect(await finding("aws-plugin", { files: sdk, engine })).toMatchObject({
      text: expect.stringMatching(text),
      next,
    });
  });

  it("for Node programs: missing, unless it is on PATH or named in Pulumi.yaml", async () => {
    expect((await finding("language-host")).text).toMatch(/^failure: pulumi-language-nodejs is missing/);
    const bin = folderWith({ "pulumi-language-nodejs": "" });
    chmodSync(join(bin, "pulumi-language-nodejs"), 0o755);
    expect((await finding("language-host", { env: { PATH: bin } })).status).toBe("ok");
    const named = "plugins:\n  languages:\n    - { name: nodejs, path: /somewhere }\n";
    expect((await finding("language-host", { files: { "Pulumi.yaml": PROJECT + named } })).status).toBe("ok");
  });
});
