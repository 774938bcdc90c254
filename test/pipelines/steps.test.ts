import { GitProject, PROGRAM, stackFiles } from "../support/git-project";
import { stackFileText } from "../support/project-folder";
import { MISSING_PROGRAMS, runStep } from "../support/step-runner";
import { step, workflow } from "../support/workflows";

const MARKER = "<!-- plenigo-stripe:fleet preview -->";
const BOT = { login: "github-actions[bot]" };

const describeSteps = MISSING_PROGRAMS.length === 0 ? describe : describe.skip;
const reason = MISSING_PROGRAMS.length === 0 ? "" : ` (skipped: no ${MISSING_PROGRAMS.join(", ")})`;

/** Runs a step of a workflow. */
function run(file: string, job: string, name: string, folder: string, env: Readonly<Record<string, string>>) {
  return runStep(folder, step(workflow(file), job, name).run ?? "", env);
}

/** A project with a remote branch `main`, and a commit after it that changes the files. */
function changedProject(files: Readonly<Record<string, string | null>>) {
  const project = GitProject.ofStacks("acme.live", "acme.stage", "bild.live", "bild.stage");
  const before = project.git("rev-parse", "HEAD");
  project.git("update-ref", "refs/remotes/origin/main", before);
  project.write(files).commit();
  return { folder: project.folder, before };
}

describeSteps(`a pull request${reason}`, () => {
  const inFiles = (name: string, folder: string) =>
    run("pull-request.yml", "files", name, folder, { BASE: "origin/main" });

  it("fails on mistakes in stack files, and names them", async () => {
    const { folder } = changedProject({ "Pulumi.acme.live.yaml": stackFileText("too-short") });
    const { code, stdout } = await inFiles("Mistakes in the stack files", folder);
    expect(code).toBe(2);
    expect(stdout).toMatch(/✗ .*acme\.live[\s\S]*companyId must be the plenigo company id/);
  });

  it("shows which stacks changed, and why", async () => {
    const { folder } = changedProject({ "Pulumi.acme.live.yaml": stackFileText("x") });
    const { code, stderr } = await inFiles("Stacks that changed, with the reason", folder);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: "· acme.live: Pulumi.acme.live.yaml changed\n1 stack changed since origin/main, in 1 job\n",
    });
  });

  it.each([
    ["nothing would change", "0", 0],
    ["something would change", "7", 0],
    ["a stack failed", "1", 1],
    ["a file has mistakes", "2", 1],
  ])("previews stage only: %s", async (_, fake, code) => {
    const { folder } = changedProject({});
    const env = { BASE: "origin/main", FAKE_CODE: fake, FAKE_REPORT: "a report" };
    const result = await run("pull-request.yml", "preview", "Preview of the changed stacks", folder, env);
    expect(result.code).toBe(code);
    expect(result.calls[0]?.words.join(" ")).toBe(
      "plenigo-stripe fleet preview --changed-since origin/main --environment stage --markdown report.md",
    );
  });

  it("says that a fork gets no preview", async () => {
    const { stdout, summary } = await run(
      "pull-request.yml",
      "fork",
      "Say why there is no preview",
      changedProject({}).folder,
      {},
    );
    expect(stdout).toMatch(/^::warning title=No preview::No preview: a pull request of a fork/);
    expect(summary).toMatch(/gets no credentials/);
  });
});

describeSteps(`the comment${reason}`, () => {
  const CHANGES = `${MARKER}\n### 2 stacks would change\n`;
  const NOTHING = `${MARKER}\n### nothing\n\nNo changes.\n`;
  const others = [
    { id: 1, user: BOT, body: "another workflow's" },
    { id: 2, user: { login: "someone" }, body: CHANGES },
  ];

  async function posted(report: string | undefined, comments: readonly object[]) {
    const { folder } = changedProject(report === undefined ? {} : { "report.md": report });
    const env = {
      GH_REPO: "acme/fleet",
      NUMBER: "12",
      RUN_URL: "https://github.com/acme/fleet/actions/runs/1",
      // gh prints a page after the other.
      FAKE_COMMENTS: `${JSON.stringify(others)}\n${JSON.stringify(comments)}`,
    };
    const name = "One comment, found again by its hidden first line";
    const { code, calls } = await run("pull-request.yml", "comment", name, folder, env);
    expect(code).toBe(0);
    return calls.slice(1).map(({ words, body }) => [words.join(" "), body]);
  }

  it("is written once", async () => {
    expect(await posted(CHANGES, [])).toEqual([["pr comment 12 --body-file report.md", CHANGES]]);
  });

  it("is found again and replaced", async () => {
    const patch = "api --silent --method PATCH repos/acme/fleet/issues/comments/3 --field body=@report.md";
    expect(await posted(CHANGES, [{ id: 3, user: BOT, body: `${MARKER}\nold` }])).toEqual([[patch, CHANGES]]);
  });

  it("is not written where nothing would change, but an old one is corrected", async () => {
    expect(await posted(NOTHING, [])).toEqual([]);
    expect(await posted(NOTHING, [{ id: 3, user: BOT, body: `${MARKER}\nold` }])).toEqual([
      [expect.stringContaining("/comments/3"), NOTHING],
    ]);
  });

  it("says that the preview failed where there is no report", async () => {
    expect(await posted(undefined, [])).toEqual([
      [
        expect.stringContaining("pr comment"),
        expect.stringMatching(/^<!-- .*\n### The preview failed before/),
      ],
    ]);
  });
});

describeSteps(`a deployment${reason}`, () => {
  const plan = (folder: string, since: string) =>
    run("deploy.yml", "plan", "Share the changed stacks out to jobs", folder, { SINCE: since });
  const stacksOf = (output = "null") =>
    JSON.parse(output).include.map(({ stacks }: { stacks: string }) => stacks);

  it("takes the stacks that changed, by environment, and says why", async () => {
    const { folder, before } = changedProject({ "Pulumi.acme.live.yaml": stackFileText("x") });
    const { code, outputs, summary } = await plan(folder, before);
    expect(code).toBe(0);
    expect(outputs.stage).toBe('{"include":[]}');
    expect(stacksOf(outputs.live)).toEqual(["--stack acme.live"]);
    expect(summary).toBe("- live: acme.live: Pulumi.acme.live.yaml changed\n");
  });

  it.each([
    ["started by hand without a commit", ""],
    ["of a new branch", "0000000000000000000000000000000000000000"],
  ])("%s takes all stacks", async (_, since) => {
    const { outputs } = await plan(changedProject({}).folder, since);
    expect(stacksOf(outputs.stage)).toEqual(["--stack acme.stage --stack bild.stage"]);
  });

  it("warns of a stack whose file was deleted, in its own environment", async () => {
    const { folder, before } = changedProject({ "Pulumi.acme.live.yaml": null });
    const { stdout, outputs } = await plan(folder, before);
    expect(stdout.match(/::warning.*/g)).toEqual([expect.stringMatching(/::acme\.live is still there/)]);
    expect(outputs.live).toBe('{"include":[]}');
  });

  // It stopped with 2, and the next push skipped the change.
  it("takes all stacks where a force-push has taken the commit away", async () => {
    const { code, outputs, summary } = await plan(changedProject({}).folder, "1".repeat(40));
    expect(code).toBe(0);
    expect(stacksOf(outputs.stage)).toEqual(["--stack acme.stage --stack bild.stage"]);
    expect(summary).toMatch(/commit 111111111111 is not in the history any more/);
  });

  it.each([
    ["stage", "--yes --canary 1 --max-failures 3"],
    ["live", "--confirm live --canary 1 --max-failures 1"],
  ])("updates the job's stacks of %s", async (job, options) => {
    const env = { STACKS: "--stack acme.x --stack *", FAKE_CODE: "1", FAKE_REPORT: "a report" };
    const { code, calls } = await run("deploy.yml", job, "Update the stacks", changedProject({}).folder, env);
    expect(code).toBe(1);
    expect(calls[0]?.words.join(" ")).toBe(
      `plenigo-stripe fleet up --stack acme.x --stack * ${options} --markdown report.md`,
    );
  });
});

describeSteps(`the nightly audit${reason}`, () => {
  it("keeps its exit code for the issue, and fails with it", async () => {
    const env = { ENVIRONMENT: "live", FAKE_CODE: "7", FAKE_REPORT: "a report" };
    const { folder } = changedProject({});
    const { code, calls } = await run("audit.yml", "audit", "Audit", folder, env);
    expect(code).toBe(7);
    expect(calls[0]?.words.join(" ")).toBe(
      "plenigo-stripe fleet audit --environment live --markdown report.md --html report.html",
    );
  });

  async function issue(files: Readonly<Record<string, string>>, issues: readonly object[]) {
    const project = GitProject.with({ ...PROGRAM, ...stackFiles("acme.live"), ...files });
    const env = { TITLE: "Fleet audit: live", RUN_URL: "https://run", FAKE_ISSUES: JSON.stringify(issues) };
    const { code, calls } = await run(
      "audit.yml",
      "issue",
      "Open, update or close the issue",
      project.folder,
      env,
    );
    expect(code).toBe(0);
    return calls.slice(1).map(({ words, body }) => [words.slice(0, 3).join(" "), body]);
  }
  const open = [
    { number: 4, title: "Fleet audit: stage" },
    { number: 5, title: "Fleet audit: live" },
  ];

  it("opens an issue", async () => {
    expect(await issue({ code: "7\n", "report.md": "drift\n" }, open.slice(0, 1))).toEqual([
      ["label create fleet-audit", undefined],
      ["issue create --title", "drift\n\nhttps://run\n"],
    ]);
  });

  it("brings the open one up to date", async () => {
    expect(await issue({ code: "1\n", "report.md": "failed\n" }, open)).toEqual([
      ["issue edit 5", "failed\n\nhttps://run\n"],
    ]);
  });

  it("closes it when all is well, and opens none then", async () => {
    const well = { code: "0\n", "report.md": "ok\n" };
    expect(await issue(well, open)).toEqual([["issue close 5", undefined]]);
    expect(await issue(well, [])).toEqual([]);
  });

  it("never takes an audit that left nothing for a good one", async () => {
    expect(await issue({}, [])).toEqual([
      ["label create fleet-audit", undefined],
      ["issue create --title", expect.stringMatching(/^The audit failed before it could report/)],
    ]);
  });

  it("leaves out the link where the report takes all the room", async () => {
    const long = "x".repeat(65_500);
    expect((await issue({ code: "7\n", "report.md": long }, open))[0]?.[1]).toBe(long);
  });
});
