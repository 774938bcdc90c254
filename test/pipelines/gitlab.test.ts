import { readFileSync } from "node:fs";
import { join } from "node:path";
import { version as engineVersion } from "@pulumi/pulumi/package.json";
import { parse } from "yaml";
import { CHECKOUT } from "../../sandbox/tenant-project";
import { GitProject } from "../support/git-project";
import { stackFileText } from "../support/project-folder";
import { runStep } from "../support/step-runner";

interface Job {
  readonly extends?: string;
  readonly environment?: unknown;
  readonly script?: readonly string[];
  readonly rules?: readonly { readonly if: string; readonly when?: string }[];
  readonly variables?: Readonly<Record<string, string>>;
}

const read = (file: string) => readFileSync(join(CHECKOUT, "pipelines/gitlab", file), "utf8");
const pipeline: Record<string, Job> = parse(read(".gitlab-ci.yml"));
const templates: Record<string, Job> = parse(read("fleet-jobs.yml"));

/** Runs a job's script as GitLab does: all its lines in one shell. */
const run = (folder: string, job: Job | undefined, env: Readonly<Record<string, string>>) =>
  runStep(folder, (job?.script ?? []).join("\n"), env);

function changedProject() {
  const project = GitProject.ofStacks("acme.live", "acme.stage", "bild.live");
  const before = project.git("rev-parse", "HEAD");
  project.write({ "Pulumi.acme.live.yaml": stackFileText("x") }).commit();
  return { folder: project.folder, before };
}

it("makes jobs of what there is", () => {
  const jobs = [...Object.values(pipeline), ...Object.values(templates)];
  const used = jobs.flatMap((job) => job.extends ?? []);
  expect(Object.keys(templates)).toEqual(expect.arrayContaining(used));
});

it("plans a child pipeline per environment, with a job for the changed stacks", async () => {
  const { folder, before } = changedProject();
  const { code } = await run(folder, pipeline.plan, { CI_COMMIT_BEFORE_SHA: before });
  const child = (file: string) => JSON.parse(readFileSync(join(folder, file), "utf8"));
  expect(code).toBe(0);
  expect(child("live.yml")).toEqual({
    include: [{ local: "fleet-jobs.yml" }],
    "live: acme.live": { extends: ".update-live", variables: { STACKS: "--stack acme.live" } },
  });
  // GitLab refuses a pipeline without jobs.
  expect(Object.keys(child("stage.yml"))).toEqual(["include", "nothing changed"]);
});

it("stops where the matrix can't be had", async () => {
  const { code } = await run(changedProject().folder, pipeline.plan, {
    CI_COMMIT_BEFORE_SHA: "1".repeat(40),
  });
  expect(code).toBe(2);
});

it.each([
  [".update-stage", "--yes --canary 1 --max-failures 3"],
  [".update-live", "--confirm live --canary 1 --max-failures 1"],
])("%s updates the job's stacks", async (job, options) => {
  const { calls } = await run(changedProject().folder, templates[job], { STACKS: "--stack a.x --stack b.x" });
  expect(calls[0]?.words.join(" ")).toBe(
    `plenigo-stripe fleet up --stack a.x --stack b.x ${options} --markdown report.md --html report.html`,
  );
});

it("updates live only when somebody starts it", () => {
  expect(pipeline["update live"]?.rules?.[0]?.when).toBe("manual");
});

it("previews a merge request with the role of stage previews, and not for a fork", () => {
  expect(pipeline.preview?.variables?.AWS_ROLE_ARN).toBe("$PREVIEW_ROLE_ARN");
  expect(pipeline.preview?.environment).toBeUndefined();
  expect(pipeline.preview?.rules?.[0]?.if).toContain("$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID");
});

it("installs the engine that belongs to the SDK", () => {
  expect(read("fleet-jobs.yml")).toContain(`--version ${engineVersion}\n`);
});
