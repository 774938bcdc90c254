import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import {
  type SecretsManagerEmulator,
  startSecretsManagerEmulator,
} from "../../../sandbox/emulators/secrets-manager/secrets-manager-emulator";
import { linkStandIns } from "../../../sandbox/engine/stand-ins";
import { CHECKOUT } from "../../../sandbox/tenant-project";
import { runCommand } from "../../../src/engine/run-command";
import { describeWithEngine, pulumi as engine } from "../../support/engine";

const PROGRAM = `
import { Secret, SecretVersion } from "@pulumi/aws/secretsmanager";
import { Config, dynamic, interpolate } from "@pulumi/pulumi";

const thing = new dynamic.Resource({ create: async () => ({ id: "made" }) }, "thing", {});
const secret = new Secret("secret", { name: "plenigo/stage/smoke/stripe", recoveryWindowInDays: 0 });
new SecretVersion("version", {
  secretId: secret.id,
  secretString: interpolate\`\${new Config().requireSecret("value")} of \${thing.id}\`,
  versionStages: ["AWSCURRENT"],
});
export const arn = secret.arn;
if (process.env.WAITS_FOREVER) {
  console.log("waiting");
  setInterval(() => {}, 1000);
}
`;
const VALUE = "hush";
const pulumi = engine ?? "";

let folder: string;
let aws: SecretsManagerEmulator;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "plenigo-stripe-stand-ins-"));
  aws = await startSecretsManagerEmulator();
  for (const name of ["state", "home"]) mkdirSync(join(folder, name));
  linkStandIns({ languageHost: true, dynamicProvider: true, awsPlugin: true }, join(folder, "bin"));
  symlinkSync(join(CHECKOUT, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: smoke\nruntime: nodejs\n");
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "smoke", main: "index.ts" }));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(TSCONFIG));
  writeFileSync(join(folder, "index.ts"), PROGRAM);
  await run("stack", "init", "dev");
  await run("config", "set", "aws:region", "eu-central-1");
  await run("config", "set", "--secret", "value", VALUE);
});

afterEach(async () => {
  await aws.close();
  rmSync(folder, { recursive: true });
});

const TSCONFIG = {
  compilerOptions: { target: "ES2022", module: "Node16", skipLibCheck: true },
  "ts-node": { swc: true },
};

function environment(): NodeJS.ProcessEnv {
  return {
    HOME: process.env.HOME,
    PATH: `${join(folder, "bin")}:${process.env.PATH}`,
    PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
    PULUMI_HOME: join(folder, "home"),
    PULUMI_CONFIG_PASSPHRASE: "smoke",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    NO_PROXY: "127.0.0.1",
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: "sandbox",
    AWS_SECRET_ACCESS_KEY: "sandbox",
    // The program's types are nobody's business here, and half of each run.
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
  };
}

async function run(...args: readonly string[]) {
  const all = [...args, "--stack", "dev", "--non-interactive", "--color", "never"];
  const options = { cwd: folder, env: environment() };
  return runCommand(pulumi, args[1] === "init" ? [...args, "--non-interactive"] : all, options);
}

describeWithEngine("the stand-ins with the real engine", () => {
  it("bring a program up, leave it unchanged, and take it down", async () => {
    const up = await run("up", "--yes", "--skip-preview");
    expect([up.code, up.stdout]).toEqual([0, expect.stringContaining("+ 4 created")]);
    expect(aws.currentValue("plenigo/stage/smoke/stripe")).toBe(`${VALUE} of made`);
    const unchanged = await run("preview", "--refresh", "--expect-no-changes");
    expect([unchanged.code, unchanged.stdout]).toEqual([0, expect.stringContaining("4 unchanged")]);
    const state = await run("stack", "export");
    expect(state.stdout).not.toContain(VALUE);
    expect((await run("destroy", "--yes", "--skip-preview")).code).toBe(0);
    expect(aws.secrets()).toEqual([]);
  });

  it("say that they are in use", async () => {
    const { stdout } = await run("preview");
    expect(stdout).toMatch(/pulumi-language-nodejs: .* stand-in .* is in use/);
    expect(stdout).toMatch(/pulumi-resource-aws: .* stand-in .* is in use/);
  });

  it("end when the engine is killed, and the program with them", async () => {
    const args = ["up", "--yes", "--skip-preview", "--stack", "dev", "--non-interactive"];
    const env = { ...environment(), WAITS_FOREVER: "true" };
    const running = spawn(pulumi, args, { cwd: folder, env });
    await printed(running.stdout, "version created");
    const processes = descendantsOf(running.pid ?? 0);
    expect(processes.length).toBeGreaterThanOrEqual(4);
    running.kill("SIGKILL");
    await ended(processes);
  });
});

/** Resolves when the text has been printed. Listens only: a stream that is given up would end the engine with it. */
function printed(output: NodeJS.ReadableStream, text: string): Promise<void> {
  let all = "";
  return new Promise((resolve, reject) => {
    output.on("data", (chunk) => {
      all += chunk;
      if (all.includes(text)) resolve();
    });
    output.once("end", () => reject(new Error(`ended without ${text}: ${all}`)));
  });
}

/** Processes as `ps` tells them; what has ended and only waits for its parent is left out. */
function runningProcesses(): { pid: number; parent: number }[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat="], { encoding: "utf8" }).trim().split("\n");
  const rows = lines.map((line) => line.trim().split(/\s+/));
  return rows
    .filter(([, , state]) => !state?.startsWith("Z"))
    .map(([pid, parent]) => ({ pid: Number(pid), parent: Number(parent) }));
}

function descendantsOf(pid: number, all = runningProcesses()): number[] {
  const children = all.filter(({ parent }) => parent === pid).map((child) => child.pid);
  return [...children, ...children.flatMap((child) => descendantsOf(child, all))];
}

/** Resolves once none of them runs any more; the test's time limit bounds it. */
async function ended(pids: readonly number[]): Promise<void> {
  while (runningProcesses().some(({ pid }) => pids.includes(pid))) await pause(50);
}
