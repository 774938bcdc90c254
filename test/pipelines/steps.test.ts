import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fleetReport } from "../../src/commands/fleet/report";
import { reportMarkdown } from "../../src/commands/fleet/reports/markdown";
import { DISABLED, EVENTS_DIFFER, PLACE, stackReport } from "../support/fleet-reports";
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

/** A commit that shares nothing with the project's branch. */
function unrelatedCommit(folder: string): string {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: folder, encoding: "utf8" }).trim();
  const tree = git("rev-parse", "HEAD^{tree}");
  return git("-c", "user.name=test", "-c", "user.email=test@example.com", "commit-tree", tree, "-m", "other");
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
      "--no -- plenigo-stripe fleet preview --changed-since origin/main --environment stage --markdown report.md",
    );
  });

  it.each([
    [
      "a fork",
      "somebody/fleet",
      /^::warning title=No preview::No preview: a pull request of a fork gets no cred/,
    ],
    [
      "a bot",
      "acme/fleet",
      /^::warning title=No preview::No preview: what a bot proposes gets no credentials/,
    ],
  ])("says that %s gets no preview", async (_, repository, warning) => {
    const env = { HEAD_REPOSITORY: repository, GITHUB_REPOSITORY: "acme/fleet" };
    const name = "Say why there is no preview";
    const { stdout, summary } = await run(
      "pull-request.yml",
      "skipped",
      name,
      changedProject({}).folder,
      env,
    );
    expect(stdout).toMatch(warning);
    expect(summary).toMatch(/gets no credentials\. Read it, then push/);
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
    const { folder } = changedProject(report === undefined ? {} : { "artifact/report.md": report });
    const env = {
      MARKER,
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
    expect(await posted(CHANGES, [])).toEqual([["pr comment 12 --body-file comment.md", CHANGES]]);
  });

  it("is found again and replaced", async () => {
    const patch = "api --silent --method PATCH repos/acme/fleet/issues/comments/3 --field body=@comment.md";
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
        expect.stringMatching(/^<!-- .*\n### The preview failed before.*\n\nhttps:\/\/github.com\/acme/),
      ],
    ]);
  });

  // The marker came from the artifact, which the pull request's code had written: it chose the comment to overwrite.
  it.each([
    ["the marker of another comment", "<!-- other -->\n### x\n", `${MARKER}\n&lt;!-- other -->\n### x\n`],
    ["the beginning of each comment", "", expect.stringContaining("The preview failed before")],
    ["no marker", "### x\n", `${MARKER}\n### x\n`],
    [
      "our marker again and again",
      `${MARKER}\n${MARKER}\nx ${MARKER}`,
      `${MARKER}\nx &lt;${MARKER.slice(1)}\n`,
    ],
  ])("has our marker where the report begins with %s", async (_, report, body) => {
    const foreign = { id: 3, user: BOT, body: "<!-- other -->\nold" };
    expect(await posted(report, [foreign])).toEqual([["pr comment 12 --body-file comment.md", body]]);
  });

  it("leaves the report of ours as it is", async () => {
    const message = `<b>@octocat #1 [x](https://e.example) www.e.example GH-1 |*_\`~$!:"'\\ &amp; &#64; ${MARKER}`;
    const hostile = stackReport("acme.stage", "error", { code: "<i>", message }, EVENTS_DIFFER, DISABLED);
    const report = reportMarkdown(fleetReport("fleet preview", [hostile], PLACE), PLACE);
    expect(report).toContain("<details>");
    expect((await posted(report, []))[0]?.[1]).toBe(report);
  });

  it.each([
    ["an image", "![x](https://evil.example/x.png)", "!&#91;x](https&#58;//evil.example/x.png)"],
    ["a link", "[x](//evil.example) www.evil.example", "&#91;x](//evil.example) www&#8203;.evil.example"],
    ["HTML", "<img src=x> <details open> <a href=x>", "&lt;img src=x> &lt;details open> &lt;a href=x>"],
    [
      "a mention",
      "@octocat &#64;octocat &commat;octocat",
      "@&#8203;octocat &amp;#&#8203;64;octocat &amp;commat;octocat",
    ],
    ["a reference", "#1 acme/x#2 GH-3", "#&#8203;1 acme/x#&#8203;2 GH-&#8203;3"],
    ["control characters", "a\u0007b\u001b[31mc", "abc".replace("b", "b&#91;31m")],
  ])("takes %s of a report for text", async (_, text, shown) => {
    expect(await posted(text, [])).toEqual([[expect.any(String), `${MARKER}\n${shown}\n`]]);
  });

  it("never follows a link out of the artifact", async () => {
    const { folder } = changedProject({ secret: "x" });
    mkdirSync(join(folder, "artifact"));
    symlinkSync("../secret", join(folder, "artifact/report.md"));
    const env = { MARKER, GH_REPO: "acme/fleet", NUMBER: "12", RUN_URL: "https://run" };
    const name = "One comment, found again by its hidden first line";
    const { calls } = await run("pull-request.yml", "comment", name, folder, env);
    expect(calls.at(-1)?.body).toMatch(/The preview failed before it could report/);
  });

  it("is cut where GitHub would refuse it", async () => {
    const [[, body] = []] = await posted(`${"é".repeat(1000)}\n`.repeat(70), []);
    expect([...(body ?? "")].length).toBe(65_536);
  });
});

describeSteps(`a deployment${reason}`, () => {
  const PLAN_STEP = "Share the changed stacks out to jobs";
  const plan = (folder: string, since: string) =>
    run("deploy.yml", "plan", PLAN_STEP, folder, { SINCE: since });
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
  it.each([
    ["gone", () => "1".repeat(40)],
    ["of another history", (folder: string) => unrelatedCommit(folder)],
  ])("takes all stacks where the commit before the push is %s, and says so", async (_, before) => {
    const { folder } = changedProject({});
    const { code, outputs, summary } = await plan(folder, before(folder));
    expect(code).toBe(0);
    expect(stacksOf(outputs.live)).toEqual(["--stack acme.live --stack bild.live"]);
    expect(summary).toMatch(/commit [0-9a-f]{12} is not in the history any more &#40;a force-push\?&#41;/);
  });

  it("stops where somebody named a branch that is not there", async () => {
    const { code, outputs, stderr } = await plan(changedProject({}).folder, "no-such-branch");
    expect({ code, outputs }).toEqual({ code: 2, outputs: {} });
    expect(stderr).toMatch(/git-ref-unknown/);
  });

  // Reasons name files, which a commit may call what it likes.
  it("takes file names for text, in the summary and in a warning", async () => {
    const name = "a [x](https://evil.example) <img src=x> `@octocat`\n::error::x.ts";
    const { folder, before } = changedProject({ [name]: "x" });
    const { code, stdout, summary } = await plan(folder, before);
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/^::error/m);
    expect(summary).not.toMatch(/[<@`[]|:\/\//);
    expect(summary.trim().split("\n")).toHaveLength(2);
  });

  it("takes the name of a deleted stack for text", async () => {
    const matrix = { jobs: [], orphans: ["a%0A::error::x\n::error::y"] };
    const env = { SINCE: "", FAKE_MATRIX: JSON.stringify(matrix) };
    const { folder } = changedProject({});
    const { stdout } = await run("deploy.yml", "plan", PLAN_STEP, folder, env);
    const warning =
      "::warning title=Stack file deleted::a%250A::error::x%0A::error::y is still there in Stripe and AWS\n";
    expect(stdout).toBe(`${warning}${warning}`);
  });

  it.each([
    ["stage", "--yes --canary 1 --max-failures 3"],
    ["live", "--confirm live --canary 1 --max-failures 1"],
  ])("updates the job's stacks of %s", async (job, options) => {
    const env = { STACKS: "--stack acme.x --stack *", FAKE_CODE: "1", FAKE_REPORT: "a report" };
    const { code, calls } = await run("deploy.yml", job, "Update the stacks", changedProject({}).folder, env);
    expect(code).toBe(1);
    expect(calls[0]?.words.join(" ")).toBe(
      `--no -- plenigo-stripe fleet up --stack acme.x --stack * ${options} --markdown report.md`,
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
      "--no -- plenigo-stripe fleet audit --environment live --markdown report.md --html report.html",
    );
  });

  async function issue(files: Readonly<Record<string, string>>, issues: readonly object[]) {
    const project = GitProject.with({ ...PROGRAM, ...stackFiles("acme.live"), ...files });
    const env = {
      MARKER: "<!-- plenigo-stripe:fleet audit -->",
      TITLE: "Fleet audit: live",
      RUN_URL: "https://run",
      FAKE_ISSUES: JSON.stringify(issues),
    };
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
    expect(
      await issue({ "artifact/code": "7\n", "artifact/report.md": "drift\n" }, open.slice(0, 1)),
    ).toEqual([
      ["label create fleet-audit", undefined],
      ["issue create --title", "drift\n\nhttps://run\n"],
    ]);
  });

  it("brings the open one up to date", async () => {
    expect(await issue({ "artifact/code": "1\n", "artifact/report.md": "failed\n" }, open)).toEqual([
      ["issue edit 5", "failed\n\nhttps://run\n"],
    ]);
  });

  it("closes it when all is well, and opens none then", async () => {
    const well = { "artifact/code": "0\n", "artifact/report.md": "ok\n" };
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
    expect((await issue({ "artifact/code": "7\n", "artifact/report.md": long }, open))[0]?.[1]).toBe(
      `${long}\n`,
    );
  });

  it("takes what comes from another job for text, as the comment does", async () => {
    const hostile = { "artifact/code": "7\n", "artifact/report.md": "@octocat <img src=x>\n" };
    expect((await issue(hostile, open))[0]?.[1]).toBe("@&#8203;octocat &lt;img src=x>\n\nhttps://run\n");
    const filters = ["pull-request.yml", "audit.yml"].map(
      (file) => /as_text\(\) \{[\s\S]*?\n +\}\n/.exec(workflow(file).text)?.[0],
    );
    expect(filters[0]).toBe(filters[1]);
  });
});
