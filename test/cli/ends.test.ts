import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, watch } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "../../sandbox/tenant-project";
import { runCommand } from "../../src/engine/run-command";
import { BROKEN_ANSWERS } from "../support/broken-answers";
import { type EmulatedFleet, emulatedFleet, fleetTenant } from "../support/emulated-fleet";
import { projectWithPulumi } from "../support/fake-pulumi";
import { companyId, folderWith, PROJECT, stackFileText } from "../support/project-folder";

const MAIN = join(CHECKOUT, "entry/plenigo-stripe.cjs");

/** A command of ours with its streams redirected by the shell; `$M` stands for it. */
function shell(folder: string, line: string) {
  const env = { ...process.env, M: `${process.execPath} ${MAIN}` };
  return runCommand("bash", ["-c", `set -o pipefail; ${line}`], { cwd: folder, env });
}

describe("output that can't be written", () => {
  const folder = () => folderWith({ "Pulumi.yaml": PROJECT });

  it.each([
    ["the disk is full", "$M doctor --list-checks >/dev/full", 1, "(ENOSPC)"],
    ["the reader leaves", "$M doctor --list-checks | true", 1, "(its reader has left)"],
    ["the report's disk is full", "$M fleet list --json >/dev/full", 1, "(ENOSPC)"],
  ])("is said in one line when %s", async (_, line, exit, reason) => {
    const { code, stderr } = await shell(folder(), line);
    expect(code).toBe(exit);
    expect(stderr.trim().split("\n")).toEqual([expect.stringContaining(reason)]);
  });

  it("on standard error alone changes no exit code", async () => {
    const { code, stdout } = await shell(folder(), "$M fleet list 2>/dev/full");
    expect([code, stdout]).toEqual([0, expect.stringContaining("no stacks to look at")]);
  });
});

describe("a service that never ends its answer", () => {
  let fleet: EmulatedFleet | undefined;
  afterEach(async () => {
    await fleet?.close();
    fleet = undefined;
  });

  it.each(["stripe", "aws"] as const)("%s: the audit ends and names it", async (service) => {
    fleet = await emulatedFleet([fleetTenant("acme")], { env: { PLENIGO_STRIPE_RETRY_BUDGET_MS: "900" } });
    const effect = BROKEN_ANSWERS["a body that stops in its middle"];
    fleet[service].faults.push({ matches: () => true, effect, times: Number.POSITIVE_INFINITY });
    const { code, stdout } = await shell(fleet.folder, "$M fleet audit");
    expect(code).toBe(1);
    expect(stdout).toContain(service === "aws" ? "AWS STS" : "Stripe did not answer properly");
  });
});

it("a signal reaches the engine, is waited for, and then has its effect", async () => {
  // The fake engine says that it started, and that it heard of the signal.
  const script = `trap 'echo heard > heard; kill $!; exit 1' TERM; echo > started; sleep 60 & wait`;
  const { cwd, env } = projectWithPulumi(script, { "Pulumi.stage.yaml": stackFileText(companyId(1)) });
  const child = spawn(process.execPath, [MAIN, "recover", "--stack", "stage"], {
    cwd,
    env,
  });
  const ended = once(child, "close");
  await appears(cwd, "started");
  child.kill("SIGTERM");
  const [code, signal] = await ended;
  expect([code, signal]).toEqual([null, "SIGTERM"]);
  expect(readFileSync(join(cwd, "heard"), "utf8")).toBe("heard\n");
});

async function appears(folder: string, name: string): Promise<void> {
  const watcher = watch(folder);
  while (!existsSync(join(folder, name))) await once(watcher, "change");
  watcher.close();
}
