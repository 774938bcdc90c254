import { cpSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../../src/engine/run-command";
import { fakeEngineRelease } from "./fake-engine-release";
import { type Call, fakePrograms, linesOf } from "./fake-programs";
import type { GitProject } from "./git-project";
import { pipelineTool } from "./pipeline-tools";
import { folderWith } from "./project-folder";
import { type Workflow, workflow } from "./workflows";

/** nektos/act, which runs workflows for GitHub on this machine. */
export const ACT = pipelineTool("act");

/** What starts a workflow. */
export interface Trigger {
  readonly event: "push" | "pull_request" | "schedule" | "workflow_dispatch";
  /** GitHub's payload, as far as the workflow reads it. */
  readonly payload?: object;
  readonly inputs?: Readonly<Record<string, string>>;
}

export type Result = "success" | "failure" | "skipped";

/** What a run of a workflow left. */
export interface WorkflowRun {
  /** By the jobs' ids; a job of a matrix fails when one of its entries does. */
  readonly jobs: Readonly<Record<string, Result>>;
  /** Names of a matrix' entries by the job's id, as far as they ran. */
  readonly entries: Readonly<Record<string, readonly string[]>>;
  /** Calls of stand-ins, in their order. */
  readonly calls: readonly Call[];
  /** Everything that the steps wrote to `$GITHUB_STEP_SUMMARY`. */
  readonly summary: string;
  /** Everything that the steps printed. */
  readonly output: string;
}

/** A line of `act --json`. */
interface Line {
  readonly jobID?: string;
  readonly matrix?: { readonly name?: string; readonly environment?: string };
  readonly jobResult?: Result;
  readonly command?: string;
  readonly content?: string;
  readonly msg?: string;
  readonly raw_output?: boolean;
}

/** A repository at GitHub, with the runs of its workflows. Artifacts and what was installed stay between its runs. */
export class WorkflowRunner {
  readonly #home = folderWith({});
  readonly #artifacts = folderWith({});
  readonly #downloads = fakeEngineRelease().folder;

  constructor(
    readonly project: GitProject,
    /** Variables of the repository and of its environments, which act does not tell apart. */
    private readonly variables: Readonly<Record<string, string>>,
  ) {
    project.git("remote", "add", "origin", "https://github.com/acme/fleet");
  }

  /**
   * Runs a workflow to its end, one job after the other: shell steps, conditions and outputs for real, stand-ins for
   * actions and for programs that would leave this machine. What GitHub itself decides (approval, OIDC, queues,
   * permissions) is not looked at.
   * @param env what the stand-ins shall do
   */
  async run(
    file: string,
    trigger: Trigger,
    env: Readonly<Record<string, string>> = {},
  ): Promise<WorkflowRun> {
    const fakes = fakePrograms();
    const own = workflow(file);
    const result = await runCommand(ACT.program, this.#arguments(own, trigger), {
      cwd: this.project.folder,
      env: {
        ...process.env,
        ...env,
        ...fakes.env,
        HOME: this.#home,
        PATH: `${fakes.folder}:${process.env.PATH}`,
        FAKE_ARTIFACTS: this.#artifacts,
        FAKE_DOWNLOADS: this.#downloads,
        FAKE_NEEDS_ENGINE: "yes",
        FAKE_REPOSITORY: this.project.folder,
        FAKE_COMMIT: this.project.git("rev-parse", "HEAD"),
      },
    });
    const lines = linesOf(result.stdout + result.stderr).flatMap(parsed);
    if (!lines.some(({ jobResult }) => jobResult)) throw new Error(`act ran no job: ${result.stderr}`);
    return { ...resultsOf(own, lines), calls: fakes.calls() };
  }

  #arguments(own: Workflow, { event, payload = {}, inputs = {} }: Trigger): string[] {
    const repository = { full_name: "acme/fleet", default_branch: "main" };
    const files = folderWith({
      "event.json": JSON.stringify({
        repository,
        ...payload,
        ...(event === "workflow_dispatch" ? { inputs } : {}),
      }),
      [own.file]: textForAct(own.text),
    });
    return [
      event,
      ...["--json", "--no-cache-server", "--no-skip-checkout", "--concurrent-jobs", "1"],
      // Without it act asks gh for one.
      ...["--platform", "ubuntu-latest=-self-hosted", "--secret", "GITHUB_TOKEN=none"],
      ...["--eventpath", join(files, "event.json"), "--workflows", join(files, own.file)],
      ...Object.entries(this.variables).flatMap(([name, value]) => ["--var", `${name}=${value}`]),
      ...actionsOf(own).flatMap((uses) => ["--local-repository", `${uses}=${standIn(uses)}`]),
    ];
  }
}

/** GitHub knows `queue` since 2026-05, act 0.2.89 does not yet; here all jobs share one machine and one home. */
function textForAct(text: string): string {
  return text.replace(/\n +queue: max/, "").replace(/( +)fail-fast: false/g, "$&\n$1max-parallel: 1");
}

const STAND_INS: Readonly<Record<string, string>> = {
  "actions/checkout": "checkout",
  "actions/setup-node": "nothing",
  "aws-actions/configure-aws-credentials": "aws-credentials",
  "actions/upload-artifact": "upload-artifact",
  "actions/download-artifact": "download-artifact",
};

function actionsOf({ jobs }: Workflow): string[] {
  return [...new Set(Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? [])))];
}

/** A copy in a folder of its own: act takes what is around a stand-in along. */
function standIn(uses: string): string {
  const name = STAND_INS[uses.split("@")[0] ?? ""];
  if (!name) throw new Error(`there is no stand-in for ${uses}`);
  const folder = folderWith({});
  cpSync(join(__dirname, "actions", name), folder, { recursive: true });
  return folder;
}

function parsed(line: string): Line[] {
  try {
    return [JSON.parse(line)];
  } catch {
    // act's own last words.
    return [];
  }
}

function resultsOf({ jobs }: Workflow, lines: readonly Line[]): Omit<WorkflowRun, "calls"> {
  const ids = Object.keys(jobs);
  const of = (id: string) => lines.filter(({ jobID }) => jobID === id);
  const resultOf = (id: string): Result => {
    const results = of(id).flatMap(({ jobResult }) => jobResult ?? []);
    if (results.includes("failure")) return "failure";
    return results[0] ?? "skipped";
  };
  const entriesOf = (id: string) => [
    ...new Set(of(id).flatMap(({ matrix }) => matrix?.name ?? matrix?.environment ?? [])),
  ];
  const text = (some: readonly Line[], key: "content" | "msg") =>
    some.map((line) => line[key] ?? "").join("");
  return {
    jobs: Object.fromEntries(ids.map((id) => [id, resultOf(id)])),
    entries: Object.fromEntries(ids.map((id) => [id, entriesOf(id)])),
    summary: text(
      lines.filter(({ command }) => command === "summary"),
      "content",
    ),
    output: text(
      lines.filter((line) => line.raw_output),
      "msg",
    ),
  };
}
