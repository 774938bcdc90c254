import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../../src/engine/run-command";
import { fakeEngineRelease } from "../support/fake-engine-release";
import { GitProject } from "../support/git-project";
import { GITLAB_FILES, GITLAB_JOBS, gitlabJob, gitlabScript, isInPipeline } from "../support/gitlab-pipeline";
import { pipelineTool } from "../support/pipeline-tools";
import { folderWith, stackFileText } from "../support/project-folder";
import { runStep } from "../support/step-runner";

/** Runs a job's script without what comes before it. */
const run = (folder: string, job: string, env: Readonly<Record<string, string>>) =>
  runStep(folder, gitlabScript({ script: gitlabJob(job).script }), env);

function changedProject() {
  const project = GitProject.ofStacks("acme.live", "acme.stage", "bild.live");
  const before = project.git("rev-parse", "HEAD");
  project.write({ "Pulumi.acme.live.yaml": stackFileText("x") }).commit();
  return { folder: project.folder, before };
}

const schema = pipelineTool("check-jsonschema");
schema.it(`fits GitLab's own schema${schema.skipped}`, async () => {
  const args = ["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", ...GITLAB_FILES];
  const { code, stdout } = await runCommand(schema.program, args, { cwd: ".", env: process.env });
  expect({ code, stdout }).toEqual({ code: 0, stdout: "ok -- validation done\n" });
});

it("makes jobs of what there is", () => {
  const used = Object.values(GITLAB_JOBS).flatMap((job) => job.extends ?? []);
  expect(Object.keys(GITLAB_JOBS)).toEqual(expect.arrayContaining(used));
});

it("plans a child pipeline per environment, with a job for the changed stacks", async () => {
  const { folder, before } = changedProject();
  const { code } = await run(folder, "plan", { CI_COMMIT_BEFORE_SHA: before });
  const child = (file: string) => JSON.parse(readFileSync(join(folder, file), "utf8"));
  expect(code).toBe(0);
  expect(child("live.yml")).toEqual({
    include: [{ local: "fleet-jobs.yml" }],
    "live: acme.live": { extends: ".update-live", variables: { STACKS: "--stack acme.live" } },
  });
  // GitLab refuses a pipeline without jobs.
  expect(child("stage.yml")["nothing changed"]).toEqual({ extends: ".nothing" });
});

// It stopped with 2, and the next push left the change out.
it("takes all stacks where the commit before the push is gone, and says so", async () => {
  const { folder } = changedProject();
  const { code, stderr } = await run(folder, "plan", { CI_COMMIT_BEFORE_SHA: "1".repeat(40) });
  expect(code).toBe(0);
  expect(stderr).toContain("commit 111111111111 is not in the history any more (a force-push?)");
  const { "live: acme.live to bild.live": job } = JSON.parse(readFileSync(join(folder, "live.yml"), "utf8"));
  expect(job.variables.STACKS).toBe("--stack acme.live --stack bild.live");
});

it.each([
  [".update-stage", "--yes --canary 1 --max-failures 3"],
  [".update-live", "--confirm live --canary 1 --max-failures 1"],
])("%s updates the job's stacks", async (job, options) => {
  const { calls } = await run(changedProject().folder, job, { STACKS: "--stack a.x --stack b.x" });
  expect(calls[0]?.words.join(" ")).toBe(
    `--no -- plenigo-stripe fleet up --stack a.x --stack b.x ${options} --markdown report.md --html report.html`,
  );
});

it("updates live only when somebody starts it", () => {
  expect(GITLAB_JOBS["update live"]?.rules?.[0]?.when).toBe("manual");
});

it("previews with the role of stage previews", () => {
  expect(gitlabJob("preview").variables?.AWS_ROLE_ARN).toBe("$PREVIEW_ROLE_ARN");
  expect(gitlabJob("preview").environment).toBeUndefined();
});

const MERGE_REQUEST = {
  CI_PIPELINE_SOURCE: "merge_request_event",
  CI_PROJECT_ID: "1",
  CI_MERGE_REQUEST_PROJECT_ID: "1",
  CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "1",
  CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: "new-tenant",
  CI_COMMIT_AUTHOR: "Jo Abbot <jo@example.com>",
  GITLAB_USER_LOGIN: "jo.abbot",
};

// Merge requests of dependency bots ran their new packages with the role of stage.
it.each([
  ["somebody of the team", {}, true],
  ["a fork, in its own project", { CI_PROJECT_ID: "2", CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "2" }, false],
  ["a fork, in our project", { CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "2" }, false],
  ["Renovate with a user of its own", { GITLAB_USER_LOGIN: "renovate-bot" }, false],
  ["a project's access token", { GITLAB_USER_LOGIN: "project_12_bot_1a2b3c" }, false],
  ["a group's access token", { GITLAB_USER_LOGIN: "group_12_bot" }, false],
  ["a service account", { GITLAB_USER_LOGIN: "service_account_group_1_a2" }, false],
  ["a branch of Renovate's", { CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: "renovate/stripe-24.x" }, false],
  ["a branch of Dependabot's", { CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: "dependabot/npm/stripe" }, false],
  ["a bot's commit, started again by somebody", { CI_COMMIT_AUTHOR: "Renovate Bot <r@example.com>" }, false],
  ["Dependabot's commit", { CI_COMMIT_AUTHOR: "dependabot[bot] <d@example.com>" }, false],
])("a merge request of %s: preview, or the reason why there is none", (_, variables, isPreviewed) => {
  const all = { ...MERGE_REQUEST, ...variables };
  expect(isInPipeline("preview", all)).toBe(isPreviewed);
  expect(isInPipeline("preview (skipped)", all)).toBe(!isPreviewed);
});

it.each(["preview", "preview (skipped)"])("has no %s where nothing is to be merged", (job) => {
  expect(isInPipeline(job, { CI_PIPELINE_SOURCE: "push" })).toBe(false);
});

// An installer from the net ran after the token was written.
it.each(["preview", "audit", ".update-stage", ".update-live"])(
  "%s installs everything before it has the token, and only then works",
  async (name) => {
    const home = folderWith({});
    const { code, calls } = await runStep(changedProject().folder, gitlabScript(gitlabJob(name)), {
      ...{ HOME: home, FAKE_DOWNLOADS: fakeEngineRelease().folder, STACKS: "--stack acme.live" },
      ...{ AWS_ID_TOKEN: "a token", AWS_WEB_IDENTITY_TOKEN_FILE: join(home, "token") },
    });
    const seen = calls.map(({ program, hasCredentials }) => [program, hasCredentials]);
    const installers = name === "audit" ? ["npm"] : ["npm", "curl", "curl", "pulumi"];
    expect(code).toBe(0);
    expect(seen).toEqual([...installers.map((program) => [program, false]), ["npx", true]]);
    expect(readFileSync(join(home, "token"), "utf8")).toBe("a token");
  },
);
