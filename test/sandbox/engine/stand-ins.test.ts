import { lstatSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { linkStandIns, neededStandIns, STAND_INS } from "../../../sandbox/engine/stand-ins";
import { fakePulumi, namesIn, testFolder, writeCommand } from "./fake-commands";

const ALL = { languageHost: true, dynamicProvider: true, awsPlugin: true };
const NONE = { languageHost: false, dynamicProvider: false, awsPlugin: false };

const AWS_PLUGIN = `home/plugins/resource-aws-v${require("@pulumi/aws/package.json").version}/pulumi-resource-aws`;

let folder: string;
let pulumi: string;

beforeEach(() => {
  folder = testFolder();
  pulumi = fakePulumi(join(folder, "engine", "pulumi"), "v3.274.1");
});

afterEach(() => rmSync(folder, { recursive: true }));

const needed = (engine = pulumi) =>
  neededStandIns({
    pulumi: engine,
    env: { HOME: folder, PATH: join(folder, "path"), PULUMI_HOME: join(folder, "home") },
  });

describe("neededStandIns", () => {
  it("needs all where there is nothing but the engine", () => {
    expect(needed()).toEqual(ALL);
  });

  it.each([
    ["the language host beside the engine", "engine/pulumi-language-nodejs", { languageHost: false }],
    ["the language host on PATH", "path/pulumi-language-nodejs", { languageHost: false }],
    [
      "the dynamic provider beside the engine",
      "engine/pulumi-resource-pulumi-nodejs",
      { dynamicProvider: false },
    ],
    ["the AWS plugin on PATH", "path/pulumi-resource-aws", { awsPlugin: false }],
    ["the AWS plugin installed, in the SDK's version", AWS_PLUGIN, { awsPlugin: false }],
  ])("finds %s", (_case, file, expected) => {
    writeCommand(join(folder, file), "");
    expect(needed()).toEqual({ ...ALL, ...expected });
  });

  // The engine wants the SDK's version: with another one in its place it tries to download, and no stand-in is there.
  it.each([
    ["a newer patch", AWS_PLUGIN.replace(/(\d+)\/pul/, "999/pul")],
    ["another minor version", AWS_PLUGIN.replace(/v(\d+)\.\d+/, "v$1.0")],
    ["another major version", AWS_PLUGIN.replace(/v\d+/, "v6")],
    ["a pre-release", AWS_PLUGIN.replace("/pul", "-alpha.1/pul")],
  ])("does not count an AWS plugin of %s as installed", (_case, file) => {
    expect(file).not.toBe(AWS_PLUGIN);
    writeCommand(join(folder, file), "");
    expect(needed()).toEqual(ALL);
  });

  it("does not count an AWS plugin whose installation has not ended", () => {
    writeCommand(join(folder, AWS_PLUGIN), "");
    writeFileSync(join(folder, `${dirname(AWS_PLUGIN)}.partial`), "");
    expect(needed()).toEqual(ALL);
  });

  it("looks beside the engine that a link leads to", () => {
    writeCommand(join(folder, "engine", "pulumi-language-nodejs"), "");
    symlinkSync(pulumi, join(folder, "link"));
    expect(needed(join(folder, "link")).languageHost).toBe(false);
  });

  it("does not take the sandbox's own links for the real ones", () => {
    linkStandIns(ALL, join(folder, "path"));
    writeFileSync(join(folder, "path", ".plenigo-stripe-sandbox"), "");
    expect(needed()).toEqual(ALL);
  });

  it("needs all where there is no engine either", () => {
    expect(needed(join(folder, "nowhere", "pulumi"))).toEqual(ALL);
  });
});

describe("linkStandIns", () => {
  it("links what is needed, and takes away what is not any more", () => {
    const bin = join(folder, "bin");
    linkStandIns(ALL, bin);
    expect(namesIn(bin)).toEqual(namesIn(STAND_INS));
    expect(realpathSync(join(bin, "pulumi-resource-aws"))).toBe(join(STAND_INS, "pulumi-resource-aws"));
    linkStandIns({ ...NONE, awsPlugin: true }, bin);
    expect(namesIn(bin)).toEqual(["pulumi-resource-aws"]);
  });

  it("links to executables", () => {
    for (const name of namesIn(STAND_INS)) expect(lstatSync(join(STAND_INS, name)).mode & 0o111).toBe(0o111);
  });

  it("leaves other files of the folder alone", () => {
    const bin = join(folder, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "pulumi"), "");
    linkStandIns(NONE, bin);
    expect(namesIn(bin)).toEqual(["pulumi"]);
  });
});
