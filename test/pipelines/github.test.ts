import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "../../sandbox/tenant-project";
import { allSteps, ownWorkflows, type Step, workflow, workflows } from "../support/workflows";

const ALL = [...workflows(), ...ownWorkflows()];

/** `owner/name` with commit and version, as one line of a workflow pins an action. */
function pins(text: string): { action: string; pin: string }[] {
  const lines = text.split("\n").filter((line) => /\buses:/.test(line));
  return lines.map((line) => {
    const [, action = line, pin = ""] = /uses: ([\w./-]+)@([0-9a-f]{40} # v\d+\.\d+\.\d+)$/.exec(line) ?? [];
    return { action, pin };
  });
}

it.each(ALL)("$file pins each action by commit, with the version beside it", ({ text }) => {
  expect(pins(text).filter(({ pin }) => pin === "")).toEqual([]);
});

it("pins an action to one commit everywhere", () => {
  const byAction = new Map<string, Set<string>>();
  for (const { action, pin } of ALL.flatMap(({ text }) => pins(text)))
    byAction.set(action, (byAction.get(action) ?? new Set()).add(pin));
  for (const [action, commits] of byAction) expect([action, commits.size]).toEqual([action, 1]);
});

const writesOf = (permissions: Readonly<Record<string, string>> = {}) =>
  Object.keys(permissions).filter((name) => permissions[name] === "write");

it.each(ALL)(
  "$file gives its token nothing but reading, unless a job needs more",
  ({ permissions, jobs }) => {
    expect(permissions).toEqual({ contents: "read" });
    for (const job of Object.values(jobs)) {
      const writes = writesOf(job.permissions);
      const hasIdentity = job.steps.some(
        ({ uses = "", run = "" }) =>
          /^aws-actions\/|^actions\/attest@/.test(uses) || run.startsWith("npm publish"),
      );
      expect(writes.includes("id-token")).toBe(hasIdentity);
      expect(writes.filter((name) => name !== "id-token").length).toBeLessThanOrEqual(1);
    }
  },
);

it.each(ALL)("$file has no job that writes to GitHub and runs code of the repository", ({ jobs }) => {
  for (const { permissions, steps } of Object.values(jobs)) {
    const writes = writesOf(permissions).filter((name) => name !== "id-token");
    expect(writes.length > 0 && steps.some(({ uses }) => uses?.startsWith("actions/checkout"))).toBe(false);
  }
});

it.each(ALL)("$file passes everything foreign to scripts through the environment", (one) => {
  for (const { step } of allSteps(one)) expect(step.run ?? "").not.toContain("${{");
  expect(one.on).not.toHaveProperty("pull_request_target");
});

it.each(ALL)(
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

/** What brings code onto the machine that runs it. */
const INSTALLS =
  /\b(npm (ci|cit|install|i)|pip3? install|go install|apt-get install|curl|wget)\b|install-engine|plugin install/;
const givesCredentials = ({ uses = "", env = {} }: Step) =>
  uses.startsWith("aws-actions/") || JSON.stringify(env).includes("secrets.");

// An installer that runs beside a token can take it along.
it.each(ALL)("$file installs nothing once a job has credentials", ({ jobs }) => {
  for (const { steps } of Object.values(jobs)) {
    const first = steps.findIndex(givesCredentials);
    const later = first < 0 ? [] : steps.slice(first);
    expect(later.filter(({ run = "" }) => INSTALLS.test(run))).toEqual([]);
  }
});

it.each(ALL)("$file lets no engine fetch a plugin once a job has credentials", ({ jobs }) => {
  for (const { steps } of Object.values(jobs)) {
    const engines = steps.filter(({ run = "" }) => /fleet (up|preview)/.test(run));
    for (const { env } of engines) expect(env?.PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION).toBe("true");
  }
});

it.each(ALL)("$file runs no script that it has just fetched, and no script of a package", ({ text }) => {
  expect(text).not.toMatch(/(curl|wget)[^\n]*\|\s*(ba)?sh/);
  for (const line of text.match(/npm (ci|install|publish|pack)\b.*/g) ?? []) {
    expect(line).toContain("--ignore-scripts");
  }
});

it("loses no deployment and no audit to a newer one", () => {
  for (const file of ["deploy.yml", "audit.yml"]) {
    expect(workflow(file).concurrency).toEqual({ group: expect.any(String), queue: "max" });
  }
});

it("lets a pull request at the role of stage previews only", () => {
  const { jobs, text } = workflow("pull-request.yml");
  expect(Object.values(jobs).filter(({ environment }) => environment)).toEqual([]);
  const roles = [...text.matchAll(/role-to-assume: .*?([A-Z_]+)/g)].map(([, role]) => role);
  expect(roles).toEqual(["PREVIEW_ROLE_ARN"]);
  expect(text).not.toContain("secrets.");
});

it("updates live in the environment that waits for approval, and only after stage", () => {
  const { jobs } = workflow("deploy.yml");
  expect(jobs.stage?.environment).toBe("stage");
  expect(jobs.live).toMatchObject({ environment: "live", needs: ["plan", "stage"] });
});

it("uses no variable that the documentation leaves out, and the other way round", () => {
  const github = readFileSync(join(CHECKOUT, "docs/pipelines.md"), "utf8").split(/^## /m)[1] ?? "";
  const used = workflows().flatMap(({ text }) =>
    [...text.matchAll(/vars\.([A-Z_0-9]+)/g)].map(([, name]) => name),
  );
  const explained = [...github.matchAll(/`([A-Z_0-9]{4,})`/g)].map(([, name]) => name);
  expect([...new Set(explained)].sort()).toEqual([...new Set(used)].sort());
});
