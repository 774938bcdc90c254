import { readFileSync } from "node:fs";
import { join } from "node:path";
import { folderWith } from "../support/project-folder";
import { runStep } from "../support/step-runner";
import { step, workflow } from "../support/workflows";

const { jobs } = workflow("release.yml");
const usedBy = (job: string) =>
  jobs[job]?.steps.map(({ uses, run }) => uses?.split("@")[0] ?? run ?? "") ?? [];

it("publishes nothing that was not built, tested and signed before", () => {
  const needs = Object.fromEntries(Object.entries(jobs).map(([job, one]) => [job, one.needs ?? []]));
  expect(needs).toEqual({
    build: [],
    test: [],
    matrix: [],
    attest: ["build", "test", "matrix"],
    publish: "attest",
    github: "publish",
  });
});

it("builds on a machine where nothing but the lock file's packages was installed", () => {
  const steps = usedBy("build").join("\n");
  expect(steps).toContain("npm ci --ignore-scripts");
  expect(steps).not.toMatch(/\.ci\/run|test/);
});

it.each(["attest", "publish", "github"])("%s runs no code of the repository", (job) => {
  expect(usedBy(job)).toContain("actions/download-artifact");
  expect(usedBy(job).join("\n")).not.toMatch(/actions\/checkout|npm (ci|run|install)|npx/);
});

it("stores no token: npm trusts the workflow and an environment with reviewers", () => {
  expect(workflow("release.yml").text).not.toContain("secrets.");
  expect(jobs.publish).toMatchObject({ environment: "npm", permissions: { "id-token": "write" } });
  expect(usedBy("publish").at(-1)).toContain("--provenance");
});

it("signs the package, and the list of what is in it, and attaches both", () => {
  expect(jobs.attest?.steps.flatMap((one) => one.with ?? []).slice(1)).toEqual([
    { "subject-path": "release/*.tgz" },
    { "subject-path": "release/*.tgz", "sbom-path": "release/sbom.cdx.json" },
  ]);
  expect(usedBy("github").at(-1)).toContain("release/*.tgz release/sbom.cdx.json release/SHA256SUMS");
});

it("takes nothing from a cache", () => {
  const setups = Object.values(jobs).flatMap(({ steps }) =>
    steps.filter(({ uses }) => uses?.startsWith("actions/setup-node")),
  );
  expect(setups.map((one) => [one.with?.cache, one.with?.["package-manager-cache"]])).toEqual(
    setups.map(() => [undefined, false]),
  );
});

describe("the version of a release", () => {
  const CHANGELOG =
    "# Changelog\n\n## Unreleased\n\n## 1.2.0 (2026-11-26)\n\n- New.\n\n## 1.1.0\n\n- Old.\n\n## 1.0.0\n";

  async function check(tag: string, version: string) {
    const folder = folderWith({ "package.json": JSON.stringify({ version }), "CHANGELOG.md": CHANGELOG });
    const script = step(
      workflow("release.yml"),
      "build",
      "The tag is the version, and the changelog says what is new",
    ).run;
    return { ...(await runStep(folder, script ?? "", { TAG: tag })), folder };
  }

  it.each([
    ["v1.2.0", "1.2.0", "\n- New.\n\n"],
    ["v1.1.0", "1.1.0", "\n- Old.\n\n"],
  ])("%s comes with its section of the changelog", async (tag, version, notes) => {
    const { code, folder } = await check(tag, version);
    expect([code, readFileSync(join(folder, "release/notes.md"), "utf8")]).toEqual([0, notes]);
  });

  it.each([
    [
      "another version than the package",
      "v1.3.0",
      "1.2.0",
      /The tag is v1\.3\.0, but package\.json says 1\.2\.0/,
    ],
    ["a version that the changelog does not know", "v2.0.0", "2.0.0", /says nothing under '## 2\.0\.0'/],
    ["the beginning of another version", "v1.2", "1.2", /says nothing under '## 1\.2'/],
    ["a version whose section is empty", "v1.0.0", "1.0.0", /says nothing under '## 1\.0\.0'/],
  ])("is refused where it is %s", async (_, tag, version, message) => {
    const { code, stdout } = await check(tag, version);
    expect(code).toBe(1);
    expect(stdout).toMatch(message);
  });
});
