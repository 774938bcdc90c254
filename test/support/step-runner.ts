import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type RunResult, runCommand } from "../../src/engine/run-command";
import { type Call, fakePrograms, linesOf } from "./fake-programs";
import { folderWith } from "./project-folder";

/** What a step left. */
export interface StepResult extends RunResult {
  readonly calls: readonly Call[];
  /** `$GITHUB_OUTPUT`, by name. */
  readonly outputs: Readonly<Record<string, string>>;
  /** `$GITHUB_STEP_SUMMARY` */
  readonly summary: string;
}

/** Programs of a runner that the steps need and that this machine has not. */
export const MISSING_PROGRAMS = ["bash", "jq"].filter((name) => spawnSync(name, ["--version"]).error);

/**
 * Runs a step's script as GitHub's and GitLab's runners do, with stand-ins for what would leave this machine. `env`:
 * the step's variables, and `FAKE_…` for the stand-ins.
 */
export async function runStep(
  folder: string,
  script: string,
  env: Readonly<Record<string, string>> = {},
): Promise<StepResult> {
  const home = folderWith({ output: "", summary: "" });
  const fakes = fakePrograms();
  const variables = {
    ...fakes.env,
    PATH: `${fakes.folder}:${process.env.PATH}`,
    RUNNER_TEMP: home,
    GITHUB_OUTPUT: join(home, "output"),
    GITHUB_STEP_SUMMARY: join(home, "summary"),
  };
  const args = ["--noprofile", "--norc", "-eo", "pipefail", "-c", script];
  const result = await runCommand("bash", args, {
    cwd: folder,
    env: { ...process.env, ...variables, ...env },
  });
  const read = (name: string) => readFileSync(join(home, name), "utf8");
  return { ...result, calls: fakes.calls(), ...left(read) };
}

function left(read: (name: string) => string) {
  const outputs = linesOf(read("output")).map((line) => [
    line.slice(0, line.indexOf("=")),
    line.slice(line.indexOf("=") + 1),
  ]);
  return { outputs: Object.fromEntries(outputs), summary: read("summary") };
}
