import { join } from "node:path";
import { CHECKOUT } from "../../sandbox/tenant-project";
import { runCommand } from "../../src/engine/run-command";
import { pipelineTool } from "../support/pipeline-tools";
import { ownWorkflows, workflows } from "../support/workflows";

const WORKFLOWS = [...workflows(), ...ownWorkflows()].map(({ path }) => path);
const [actionlint, shellcheck, zizmor] = [
  pipelineTool("actionlint"),
  pipelineTool("shellcheck"),
  pipelineTool("zizmor"),
];

const check = (program: string, ...args: readonly string[]) =>
  runCommand(program, args, { cwd: CHECKOUT, env: process.env });

/** GitHub knows `queue` since 2026-05, actionlint 1.7.12 does not yet. */
const UNKNOWN_TO_LINTER = 'unexpected key "queue" for "concurrency" section';

actionlint.it(`actionlint finds nothing in the workflows${actionlint.skipped}`, async () => {
  const options = ["-ignore", UNKNOWN_TO_LINTER, "-shellcheck", shellcheck.program];
  const { code, stdout } = await check(actionlint.program, ...options, ...WORKFLOWS);
  expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
});

// Offline: what needs GitHub's own word, such as whether a pinned commit has the version beside it, is not looked at.
zizmor.it(`zizmor finds nothing, also as an auditor${zizmor.skipped}`, async () => {
  const files = [join(CHECKOUT, ".github/dependabot.yml"), ...WORKFLOWS];
  const { code, stdout } = await check(
    zizmor.program,
    "--offline",
    "--persona",
    "auditor",
    "--no-progress",
    ...files,
  );
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("No findings to report") });
});

shellcheck.it(`shellcheck finds nothing in the scripts${shellcheck.skipped}`, async () => {
  const scripts = ["pipelines/install-engine.sh", ".ci/run"];
  const { code, stdout } = await check(shellcheck.program, ...scripts);
  expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
});
