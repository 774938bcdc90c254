import { readFileSync } from "node:fs";
import { join } from "node:path";
import { version as engineVersion } from "@pulumi/pulumi/package.json";
import { CHECKOUT } from "../../sandbox/tenant-project";
import { runCommand } from "../../src/engine/run-command";
import { findActionlint } from "../support/actionlint";
import { allSteps, workflow, workflows } from "../support/workflows";

const CI = join(CHECKOUT, ".github/workflows/ci.yml");
const actionlint = findActionlint(process.env);
const itWithLinter = actionlint ? it : it.skip;
const reason = actionlint
  ? ""
  : " (skipped: no actionlint in ACTIONLINT, on PATH or in .sandbox/tools/actionlint/bin)";

/** GitHub knows `queue` since 2026-05, actionlint 1.7.12 does not yet. */
const UNKNOWN_TO_LINTER = 'unexpected key "queue" for "concurrency" section';

describe(`actionlint${reason}`, () => {
  itWithLinter("finds nothing in the workflows", async () => {
    const files = [...workflows().map(({ path }) => path), CI];
    const options = { cwd: CHECKOUT, env: process.env };
    const { code, stdout } = await runCommand(
      actionlint ?? "",
      ["-ignore", UNKNOWN_TO_LINTER, ...files],
      options,
    );
    expect(stdout).toBe("");
    expect(code).toBe(0);
  });
});

/** `owner/name` with commit and version, as one line of a workflow pins an action. */
function pins(text: string): { action: string; pin: string }[] {
  const lines = text.split("\n").filter((line) => /\buses:/.test(line));
  return lines.map((line) => {
    const [, action = line, pin = ""] = /uses: ([\w./-]+)@([0-9a-f]{40} # v\d+\.\d+\.\d+)$/.exec(line) ?? [];
    return { action, pin };
  });
}

it.each(workflows())("$file pins each action by commit, with the version beside it", ({ text }) => {
  expect(pins(text).length).toBeGreaterThan(0);
  expect(pins(text).filter(({ pin }) => pin === "")).toEqual([]);
});

it("pins an action to one commit everywhere", () => {
  const all = [...workflows().map(({ text }) => text), readFileSync(CI, "utf8")].flatMap(pins);
  const byAction = new Map<string, Set<string>>();
  for (const { action, pin } of all) byAction.set(action, (byAction.get(action) ?? new Set()).add(pin));
  for (const [action, commits] of byAction) expect([action, commits.size]).toEqual([action, 1]);
});

it.each(workflows())(
  "$file gives its token nothing but reading, unless a job needs more",
  ({ permissions, jobs }) => {
    expect(permissions).toEqual({ contents: "read" });
    for (const { permissions: own = {}, steps } of Object.values(jobs)) {
      const writes = Object.entries(own).flatMap(([name, right]) => (right === "write" ? [name] : []));
      const hasAws = steps.some(({ uses }) => uses?.startsWith("aws-actions/"));
      expect(writes.includes("id-token")).toBe(hasAws);
      expect(writes.length).toBeLessThanOrEqual(1);
    }
  },
);

it.each(workflows())("$file has no job that writes to GitHub and runs code of the repository", ({ jobs }) => {
  for (const { permissions = {}, steps } of Object.values(jobs)) {
    const writes = Object.keys(permissions).some(
      (name) => name !== "id-token" && permissions[name] === "write",
    );
    expect(writes && steps.some(({ uses }) => uses?.startsWith("actions/checkout"))).toBe(false);
  }
});

it.each(workflows())("$file passes everything foreign to scripts through the environment", (one) => {
  for (const { step } of allSteps(one)) expect(step.run ?? "").not.toContain("${{");
  expect(one.on).not.toHaveProperty("pull_request_target");
});

it.each(workflows())(
  "$file has the whole history where it asks what changed, and keeps no token in a clone",
  (one) => {
    for (const { steps } of Object.values(one.jobs)) {
      const checkout = steps.find(({ uses }) => uses?.startsWith("actions/checkout"));
      if (!checkout) continue;
      const asks = steps.some(({ run }) => run?.includes("--changed-since"));
      expect(checkout.with).toEqual({ ...(asks ? { "fetch-depth": 0 } : {}), "persist-credentials": false });
    }
  },
);

it.each(workflows())("$file stops at the first command that fails, also in a pipe", ({ defaults }) => {
  expect(defaults.run.shell).toBe("bash");
});

it("loses no deployment and no audit to a newer one", () => {
  for (const file of ["deploy.yml", "audit.yml"]) {
    expect(workflow(file).concurrency).toEqual({ group: expect.any(String), queue: "max" });
  }
});

it("lets a pull request at the role of stage previews only, and a fork at none", () => {
  const { jobs, text } = workflow("pull-request.yml");
  expect(Object.values(jobs).filter(({ environment }) => environment)).toEqual([]);
  const roles = [...text.matchAll(/role-to-assume: .*?([A-Z_]+)/g)].map(([, role]) => role);
  expect(roles).toEqual(["PREVIEW_ROLE_ARN"]);
  expect(text).not.toContain("secrets.");
  expect(jobs.preview?.if).toBe("github.event.pull_request.head.repo.full_name == github.repository");
  expect(jobs.fork?.if).toBe("github.event.pull_request.head.repo.full_name != github.repository");
});

it("updates live in the environment that waits for approval, and only after stage", () => {
  const { jobs } = workflow("deploy.yml");
  expect(jobs.stage?.environment).toBe("stage");
  expect(jobs.live).toMatchObject({ environment: "live", needs: ["plan", "stage"] });
});

it("installs the engine that belongs to the SDK", () => {
  const versions = workflows().flatMap((one) =>
    allSteps(one).flatMap(({ step }) => step.with?.["pulumi-version"] ?? []),
  );
  expect(new Set(versions)).toEqual(new Set([engineVersion]));
});

it("uses no variable that the documentation leaves out, and the other way round", () => {
  const github = readFileSync(join(CHECKOUT, "docs/pipelines.md"), "utf8").split(/^## /m)[1] ?? "";
  const used = workflows().flatMap(({ text }) =>
    [...text.matchAll(/vars\.([A-Z_]+)/g)].map(([, name]) => name),
  );
  const explained = [...github.matchAll(/`([A-Z_]{4,})`/g)].map(([, name]) => name);
  expect([...new Set(explained)].sort()).toEqual([...new Set(used)].sort());
});
