import { lstatSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { linkStandIns, neededStandIns, STAND_INS } from "../../../sandbox/engine/stand-ins";
import { fakePulumi, namesIn, testFolder, writeCommand } from "./fake-commands";

const ALL = { languageHost: true, dynamicProvider: true, awsPlugin: true };
const NONE = { languageHost: false, dynamicProvider: false, awsPlugin: false };

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
    [
      "the AWS plugin installed",
      "home/plugins/resource-aws-v7.48.0/pulumi-resource-aws",
      { awsPlugin: false },
    ],
    ["an AWS plugin of another major version", "home/plugins/resource-aws-v6.83.2/pulumi-resource-aws", {}],
  ])("finds %s", (_case, file, expected) => {
    writeCommand(join(folder, file), "");
    expect(needed()).toEqual({ ...ALL, ...expected });
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
