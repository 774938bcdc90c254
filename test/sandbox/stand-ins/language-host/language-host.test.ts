import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { type Message, type PluginProcess, startPlugin } from "../plugin-client";

const { Empty } = require("google-protobuf/google/protobuf/empty_pb");
const { LanguageRuntimeClient } = require("@pulumi/pulumi/proto/language_grpc_pb");
const messages = require("@pulumi/pulumi/proto/language_pb");

/** Stands for the SDK's `cmd/run`: tells what it was started with, and ends as its last argument says. */
const RUNNER = `
const { PULUMI_CONFIG, PULUMI_CONFIG_SECRET_KEYS, PULUMI_NODEJS_TYPESCRIPT } = process.env;
console.log(JSON.stringify({
  args: process.argv.slice(2), PULUMI_CONFIG, PULUMI_CONFIG_SECRET_KEYS, PULUMI_NODEJS_TYPESCRIPT }));
console.error("the program's stderr");
const end = process.argv.at(-1);
if (end === "forever") setInterval(() => {}, 1000);
else process.exitCode = Number(end);
`;

let folder: string;
let host: PluginProcess;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "plenigo-stripe-program-"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ dependencies: { one: "1" } }));
  writeFileSync(join(folder, "runner.js"), RUNNER);
  host = await startPlugin("pulumi-language-nodejs", LanguageRuntimeClient, {
    env: { PULUMI_LANGUAGE_NODEJS_RUN_PATH: join(folder, "runner.js") },
    engine: "127.0.0.1:2",
  });
});

afterEach(async () => {
  await host.stop();
  rmSync(folder, { recursive: true });
});

function info(options: Record<string, string | boolean> = {}): Message {
  return new messages.ProgramInfo()
    .setRootDirectory(`${folder}/root`)
    .setProgramDirectory(folder)
    .setEntryPoint(".")
    .setOptions(Struct.fromJavaScript(options));
}

function runRequest(end: string, options: Record<string, string | boolean> = {}): Message {
  const request = new messages.RunRequest()
    .setMonitorAddress("127.0.0.1:3")
    .setOrganization("organization")
    .setProject("plenigo-stripe")
    .setStack("acme.stage")
    .setParallel(8)
    .setDryrun(true)
    .setConfigsecretkeysList(["plenigo-stripe:stripeSecretKey"])
    .setInfo(info(options))
    .setArgsList([end]);
  request.getConfigMap().set("plenigo-stripe:stripeSecretKey", "a value").set("aws:region", "eu-central-1");
  return request;
}

describe("language host, running a program", () => {
  it("passes everything on as Pulumi's own does", async () => {
    await host.call("run", runRequest("0"));
    expect(JSON.parse(host.lines[0] ?? "")).toEqual({
      args: [
        ...["--monitor", "127.0.0.1:3", "--engine", "127.0.0.1:2", "--organization", "organization"],
        ...["--project", "plenigo-stripe", "--root-directory", `${folder}/root`, "--stack", "acme.stage"],
        ...["--pwd", folder, "--dry-run", "--parallel", "8", ".", "0"],
      ],
      PULUMI_CONFIG: '{"aws:config:region":"eu-central-1","plenigo-stripe:config:stripeSecretKey":"a value"}',
      PULUMI_CONFIG_SECRET_KEYS: '["plenigo-stripe:stripeSecretKey"]',
      PULUMI_NODEJS_TYPESCRIPT: "true",
    });
    expect(host.stderr()).toContain("the program's stderr");
  });

  it("refuses runtime options, which nobody here uses, instead of overlooking them", async () => {
    const reply = await host.call("run", runRequest("0", { nodeargs: "--no-warnings" }));
    expect(reply.getError()).toMatch(/does not know the runtime options nodeargs: install Pulumi/);
    expect(host.lines).toEqual([]);
  });

  it.each([
    ["0", "", false],
    ["1", "Program exited with non-zero exit code: 1", false],
    ["32", "", true],
  ])("tells the engine what exit code %s means", async (code, error, bail) => {
    const reply = await host.call("run", runRequest(code));
    expect([reply.getError(), reply.getBail()]).toEqual([error, bail]);
  });

  it("stops the program when the engine cancels", async () => {
    const running = host.call("run", runRequest("forever"));
    await new Promise((resolve) => host.child.stdout.once("data", resolve));
    await host.call("cancel", new Empty());
    expect((await running).getError()).toBe("Program exited with non-zero exit code: -1");
  });

  it("says what to do when the SDK is not installed", async () => {
    rmSync(join(folder, "runner.js"));
    const reply = await host.call("run", runRequest("0"));
    expect(reply.getError()).toContain("Have you run pulumi install?");
  });
});

describe("language host, otherwise", () => {
  it("says once on stderr that it is a stand-in in use", () => {
    expect(host.stderr()).toMatch(/^pulumi-language-nodejs: .* stand-in .* is in use\n$/);
  });

  it("tells the plugins that the program's packages need", async () => {
    const manifest = { name: "@pulumi/aws", version: "7.48.0", pulumi: { resource: true } };
    mkdirSync(join(folder, "node_modules/@pulumi/aws"), { recursive: true });
    writeFileSync(join(folder, "node_modules/@pulumi/aws/package.json"), JSON.stringify(manifest));
    const reply = await host.call(
      "getRequiredPackages",
      new messages.GetRequiredPackagesRequest().setInfo(info()),
    );
    const packages = reply.getPackagesList().map((one: Message) => `${one.getName()} ${one.getVersion()}`);
    expect(packages).toEqual(["aws v7.48.0"]);
  });

  it("leaves what it can't do to the engine's own words", async () => {
    const asked = host.call("about", new messages.AboutRequest().setInfo(info()));
    await expect(asked).rejects.toThrow("UNIMPLEMENTED");
  });
});
