import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { CHECKOUT } from "../../../../sandbox/tenant-project";
import { GitProject, PROGRAM, stackFiles } from "../../../support/git-project";
import { stackFileText } from "../../../support/project-folder";
import { runCli } from "../../../support/run-cli";

const schema = JSON.parse(readFileSync(join(CHECKOUT, "schemas/fleet-report.schema.json"), "utf8"));
const conforms = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true }).compile(schema);

const matrix = (repository: GitProject, ...words: string[]) =>
  runCli(repository.folder, "fleet", "matrix", ...words);

it("prints the matrix of all stacks alone on standard output", async () => {
  const { code, stdout, stderr } = await matrix(GitProject.ofStacks("acme.live", "acme.stage"));
  expect({ code, matrix: JSON.parse(stdout) }).toEqual({
    code: 0,
    matrix: {
      include: [
        {
          name: "stage: acme.stage",
          environment: "stage",
          stacks: "--stack acme.stage",
          count: 1,
          reason: "all stacks",
        },
        {
          name: "live: acme.live",
          environment: "live",
          stacks: "--stack acme.live",
          count: 1,
          reason: "all stacks",
        },
      ],
    },
  });
  expect(stderr).toBe("2 stacks, in 2 jobs\n");
});

it("tells the reason for each changed stack, and orphans, beside the matrix", async () => {
  const repository = GitProject.ofStacks("acme.live", "acme.stage", "gone.live", "gone.stage");
  repository.write({
    "Pulumi.acme.live.yaml": stackFileText("x"),
    "Pulumi.gone.live.yaml": null,
    "Pulumi.gone.stage.yaml": null,
  });
  const { code, stdout, stderr } = await matrix(
    repository,
    "--changed-since",
    "HEAD",
    "--environment",
    "live",
  );
  expect(code).toBe(0);
  expect(JSON.parse(stdout).include).toMatchObject([
    { stacks: "--stack acme.live", reason: "Pulumi.acme.live.yaml changed" },
  ]);
  expect(stderr.split("\n")).toEqual([
    "· acme.live: Pulumi.acme.live.yaml changed",
    expect.stringMatching(/^! gone\.live: its stack file is gone.*pulumi destroy --stack gone\.live$/),
    "1 stack changed since HEAD, in 1 job",
    "",
  ]);
});

it("prints stacks, jobs and orphans as one JSON document", async () => {
  const repository = GitProject.ofStacks("acme.live", "gone.live");
  repository.write({ "Pulumi.gone.live.yaml": null, "src/index.ts": "2\n" });
  const { stdout } = await matrix(repository, "--changed-since", "HEAD", "--json");
  expect([conforms(JSON.parse(stdout)), conforms.errors]).toEqual([true, null]);
  expect(JSON.parse(stdout)).toMatchObject({
    schemaVersion: 1,
    command: "fleet matrix",
    summary: { ok: 1, error: 0 },
    stacks: [
      {
        stack: "acme.live",
        status: "ok",
        findings: [{ code: "changed", message: "src/index.ts changed" }],
      },
    ],
    jobs: [{ stacks: "--stack acme.live", reason: "src/index.ts changed" }],
    orphans: ["gone.live"],
  });
});

it("prints an empty matrix when nothing changed, and for an environment without stacks", async () => {
  const repository = GitProject.ofStacks("acme.live");
  expect((await matrix(repository, "--changed-since", "HEAD")).stdout).toBe('{"include":[]}\n');
  expect((await matrix(repository, "--environment", "stage")).stdout).toBe('{"include":[]}\n');
});

// Such a name ended the matrix with 2, and so nobody was deployed.
it.each([
  ["ümlaut.live", /^✗ left out: ümlaut\.live: Pulumi\.ümlaut\.live\.yaml names a stack that Pulumi refuses/m],
  ["a;b.live", /^✗ left out: a;b\.live: .*Pulumi refuses/m],
  ["--yes.live", /^✗ left out: --yes\.live: .*begins with -/m],
  ["a\n::error::b.live", /^✗ left out: a ::error::b\.live: .*Pulumi refuses/m],
  ["bild", /^✗ left out: bild: neither the name nor the file says the environment/m],
])(
  "leaves out a stack that no job could run (%s), says so, and lets the others be deployed",
  async (stack, told) => {
    const project = GitProject.with({ ...PROGRAM, ...stackFiles("acme.live", stack) });
    const { code, stdout, stderr } = await matrix(project);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).include).toMatchObject([{ stacks: "--stack acme.live" }]);
    expect(stderr).toMatch(told);
    const report = JSON.parse((await matrix(project, "--json")).stdout);
    expect([conforms(report), report.summary]).toMatchObject([true, { ok: 1, error: 1 }]);
  },
);

it("takes no deleted file for an orphan whose name Pulumi refuses", async () => {
  const project = GitProject.ofStacks("acme.live", "a\n::error::b.live");
  project.write({ "Pulumi.a\n::error::b.live.yaml": null });
  const { stdout } = await matrix(project, "--changed-since", "HEAD", "--json");
  expect(JSON.parse(stdout).orphans).toEqual([]);
});

it.each([
  ["a tenant that nobody has", ["--tenant", "acmee"], /^no-matching-stack: /],
  [
    "a stack that is none",
    ["--stack", "acmee.live"],
    /^no-matching-stack: there is no stack file of acmee\.live/,
  ],
  ["more jobs than GitHub takes", ["--jobs", "257"], /It must be a whole number from 1 to 256/],
  ["an empty ref", ["--changed-since", ""], /^git-ref-unknown: /],
])("refuses %s with 2", async (_, words, message) => {
  const { code, stdout, stderr } = await matrix(GitProject.ofStacks("acme.live"), ...words);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(message);
});
