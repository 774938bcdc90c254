import { GitProject, PROGRAM, stackFiles } from "../support/git-project";
import { companyId, stackFileText } from "../support/project-folder";
import { MISSING_PROGRAMS } from "../support/step-runner";
import { ACT, type WorkflowRun, WorkflowRunner } from "../support/workflow-run";

const VARIABLES = {
  AWS_REGION: "eu-central-1",
  PREVIEW_ROLE_ARN: "previewer",
  PREVIEW_BACKEND_URL: "s3://stage",
  DEPLOY_ROLE_ARN: "deployer",
  PULUMI_BACKEND_URL: "s3://state",
  AUDIT_ROLE_ARN: "auditor",
};
const STACKS = ["acme.live", "acme.stage", "bild.live", "bild.stage"];
const CHANGED = { "Pulumi.acme.live.yaml": stackFileText("x"), "Pulumi.acme.stage.yaml": stackFileText("y") };

const describeRuns = MISSING_PROGRAMS.length === 0 ? ACT.describe : describe.skip;
const missing = MISSING_PROGRAMS.length === 0 ? "" : ` (skipped: no ${MISSING_PROGRAMS.join(", ")})`;
const skipped = ACT.skipped || missing;

/** Words of our own commands, without the names of files. */
const commandsOf = ({ calls }: WorkflowRun) =>
  calls
    .filter(({ program, words }) => program === "npx" && words.includes("fleet"))
    .map(({ words }) =>
      words
        .slice(3)
        .join(" ")
        .replace(/ --(markdown|html) \S+/g, ""),
    );
const postsOf = ({ calls }: WorkflowRun) =>
  calls.filter(({ program, body }) => program === "gh" && body !== undefined);
const withCredentials = ({ calls }: WorkflowRun) => [
  ...new Set(calls.filter(({ hasCredentials }) => hasCredentials).map(({ program }) => program)),
];

describeRuns(`a pull request, as a whole${skipped}`, () => {
  const FAKES = { FAKE_CODE: "7", FAKE_REPORT: "### 1 stack would change\n" };

  function pullRequest(files: Readonly<Record<string, string>>) {
    const project = GitProject.ofStacks(...STACKS);
    project.git("checkout", "-q", "-b", "new-tenant");
    project.write(files).commit();
    return new WorkflowRunner(project, VARIABLES);
  }

  /** GitHub: docs.github.com/webhooks/webhook-events-and-payloads#pull_request */
  const payload = (
    more: { repository?: string; branch?: string; author?: string; sender?: string } = {},
  ) => ({
    pull_request: {
      number: 12,
      user: { login: "jo", type: more.author ?? "User" },
      head: { ref: more.branch ?? "new-tenant", repo: { full_name: more.repository ?? "acme/fleet" } },
      base: { ref: "main" },
    },
    sender: { type: more.sender ?? "User" },
  });
  const trigger = (...more: Parameters<typeof payload>) => ({
    event: "pull_request" as const,
    payload: payload(...more),
  });

  it("is previewed and commented on, and has credentials for the preview alone", async () => {
    const run = await pullRequest({ "Pulumi.new.stage.yaml": stackFileText(companyId(9)) }).run(
      "pull-request.yml",
      trigger(),
      FAKES,
    );
    expect(run.jobs).toEqual({
      files: "success",
      skipped: "skipped",
      preview: "success",
      comment: "success",
    });
    expect(commandsOf(run)).toContain("fleet preview --changed-since origin/main --environment stage");
    expect(run.output).toContain("new.stage: Pulumi.new.stage.yaml is new");
    expect(withCredentials(run)).toEqual(["npx"]);
    expect(postsOf(run).map(({ body }) => body)).toEqual([
      "<!-- plenigo-stripe:fleet preview -->\n### 1 stack would change\n",
    ]);
  });

  it("fails for a bad file, and still previews the others", async () => {
    const run = await pullRequest({ "Pulumi.new.stage.yaml": stackFileText("too-short") }).run(
      "pull-request.yml",
      trigger(),
      FAKES,
    );
    expect(run.jobs).toEqual({
      files: "failure",
      skipped: "skipped",
      preview: "success",
      comment: "success",
    });
    expect(run.output).toContain("companyId must be the plenigo company id");
  });

  // Pull requests of dependency bots ran their new packages with the role of stage.
  it.each([
    ["a fork", { repository: "somebody/fleet" }, "a pull request of a fork"],
    [
      "Dependabot, Renovate's app or github-actions[bot]",
      { author: "Bot", sender: "Bot" },
      "what a bot proposes",
    ],
    ["a bot, brought up to date by somebody", { author: "Bot" }, "what a bot proposes"],
    ["somebody, changed by a bot", { sender: "Bot" }, "what a bot proposes"],
    ["Renovate with a user of its own", { branch: "renovate/stripe-24.x" }, "what a bot proposes"],
    [
      "Dependabot with a user of its own",
      { branch: "dependabot/npm_and_yarn/stripe" },
      "what a bot proposes",
    ],
  ])("of %s gets no credentials, and says so", async (_, more, reason) => {
    const run = await pullRequest({ "package-lock.json": '{"changed":true}\n' }).run(
      "pull-request.yml",
      trigger(more),
      FAKES,
    );
    expect(run.jobs).toEqual({
      files: "success",
      skipped: "success",
      preview: "skipped",
      comment: "skipped",
    });
    expect(run.summary).toContain(`No preview: ${reason}`);
    expect(withCredentials(run)).toEqual([]);
  });

  it("is corrected by another run, whose report replaces the first one's", async () => {
    const runner = pullRequest(CHANGED);
    const first = await runner.run("pull-request.yml", trigger(), {
      FAKE_CODE: "1",
      FAKE_REPORT: "### 1 failed\n",
    });
    expect(first.jobs).toMatchObject({ preview: "failure", comment: "success" });
    const comments = [{ id: 3, user: { login: "github-actions[bot]" }, body: postsOf(first)[0]?.body }];
    const again = await runner.run("pull-request.yml", trigger(), {
      ...FAKES,
      FAKE_COMMENTS: JSON.stringify(comments),
    });
    expect(again.jobs).toMatchObject({ preview: "success", comment: "success" });
    expect(postsOf(again).map(({ words, body }) => [words.at(-3), body?.split("\n")[1]])).toEqual([
      ["repos/acme/fleet/issues/comments/3", "### 1 stack would change"],
    ]);
  });
});

describeRuns(`a deployment, as a whole${skipped}`, () => {
  function pushed(files: Readonly<Record<string, string>> = CHANGED) {
    const project = GitProject.ofStacks(...STACKS);
    const before = project.git("rev-parse", "HEAD");
    project.write(files).commit();
    return {
      runner: new WorkflowRunner(project, VARIABLES),
      trigger: { event: "push" as const, payload: { before } },
    };
  }
  const upsOf = (run: WorkflowRun) => commandsOf(run).filter((command) => command.startsWith("fleet up"));
  const STAGE = "fleet up --stack acme.stage --yes --canary 1 --max-failures 3";
  const LIVE = "fleet up --stack acme.live --confirm live --canary 1 --max-failures 1";

  it("updates the changed stacks of stage, then those of live", async () => {
    const { runner, trigger } = pushed();
    const run = await runner.run("deploy.yml", trigger);
    expect(run.jobs).toEqual({ plan: "success", stage: "success", live: "success" });
    expect(upsOf(run)).toEqual([STAGE, LIVE]);
    expect(withCredentials(run)).toEqual(["npx"]);
  });

  it("goes on to live where stage has nothing to do", async () => {
    const { runner, trigger } = pushed({ "Pulumi.acme.live.yaml": stackFileText("x") });
    const run = await runner.run("deploy.yml", trigger);
    expect(run.jobs).toEqual({ plan: "success", stage: "skipped", live: "success" });
  });

  it("stops before live where a canary of stage fails; the same run again takes the same stacks", async () => {
    const { runner, trigger } = pushed();
    const failed = await runner.run("deploy.yml", trigger, { FAKE_FAILING: "acme.stage" });
    expect(failed.jobs).toEqual({ plan: "success", stage: "failure", live: "skipped" });
    expect(upsOf(failed)).toEqual([STAGE]);
    const again = await runner.run("deploy.yml", trigger);
    expect(again.jobs).toEqual({ plan: "success", stage: "success", live: "success" });
    expect(upsOf(again)).toEqual([STAGE, LIVE]);
  });

  it("takes all stacks after a force-push, and says so", async () => {
    const { runner } = pushed();
    const payload = { before: "1".repeat(40), forced: true };
    const run = await runner.run("deploy.yml", { event: "push", payload });
    expect(run.jobs).toEqual({ plan: "success", stage: "success", live: "success" });
    expect(run.summary).toContain("commit 111111111111 is not in the history any more");
    expect(upsOf(run)[0]).toContain("--stack acme.stage --stack bild.stage ");
  });

  it("shares 300 changed stacks out to jobs, each stack once", async () => {
    const names = Array.from({ length: 300 }, (_, index) => `tenant${index}.stage`);
    const project = GitProject.with({ ...PROGRAM, ...stackFiles(...names) });
    const before = project.git("rev-parse", "HEAD");
    project.write({ "src/index.ts": "export const changed = true;\n" }).commit();
    const run = await new WorkflowRunner(project, VARIABLES).run("deploy.yml", {
      event: "push",
      payload: { before },
    });
    expect(run.jobs).toEqual({ plan: "success", stage: "success", live: "skipped" });
    expect(run.entries.stage).toHaveLength(15);
    const updated = upsOf(run).flatMap((command) => command.match(/tenant\d+\.stage/g) ?? []);
    expect(updated.sort()).toEqual([...names].sort());
  });
});

describeRuns(`what runs on its own, as a whole${skipped}`, () => {
  const scheduled = (file: string, env: Readonly<Record<string, string>>) =>
    new WorkflowRunner(GitProject.ofStacks(...STACKS), VARIABLES).run(file, { event: "schedule" }, env);

  it("opens an issue for the environment whose audit found something, and closes that of the other", async () => {
    const issues = [{ number: 4, title: "Fleet audit: stage" }];
    const env = { FAKE_FAILING: "live", FAKE_REPORT: "### 1 stack\n", FAKE_ISSUES: JSON.stringify(issues) };
    const run = await scheduled("audit.yml", env);
    expect(run.jobs).toEqual({ audit: "failure", issue: "success" });
    const words = run.calls
      .filter(({ program }) => program === "gh")
      .map((call) => call.words.slice(0, 4).join(" "));
    expect(words.filter((word) => !word.startsWith("issue list")).sort()).toEqual([
      "issue close 4 --comment",
      "issue create --title Fleet audit: live",
      "label create fleet-audit --force",
    ]);
    expect(postsOf(run)[0]?.body).toMatch(
      /^### 1 stack\n\nhttps:\/\/github\.com\/acme\/fleet\/actions\/runs\/1\n$/,
    );
  });

  it("tries the journeys with a release of yesterday, and opens an issue where they fail", async () => {
    const env = { FAKE_PUBLISHED: daysAgo(1), FAKE_CODE: "1" };
    const run = await scheduled("upstream.yml", env);
    expect(run.jobs).toEqual({ releases: "success", journeys: "failure", issue: "success" });
    expect(run.calls.at(-1)?.words).toEqual(
      expect.arrayContaining(["create", "Journeys fail with @pulumi/aws 9.9.9 and @pulumi/pulumi 9.9.9"]),
    );
  });

  it("tries nothing where the newest release is of last week", async () => {
    const run = await scheduled("upstream.yml", { FAKE_PUBLISHED: daysAgo(7) });
    expect(run.jobs).toEqual({ releases: "success", journeys: "skipped", issue: "skipped" });
  });
});

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 24 * 60 * 60 * 1000).toISOString();
}
