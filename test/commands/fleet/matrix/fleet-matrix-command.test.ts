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

it("leaves a stack that no job could run out of the matrix, and ends with 2", async () => {
  const files = { ...PROGRAM, ...stackFiles("acme.live", "bild", "a b.live") };
  const { code, stdout, stderr } = await matrix(GitProject.with(files));
  expect(code).toBe(2);
  expect(JSON.parse(stdout).include).toMatchObject([{ stacks: "--stack acme.live" }]);
  expect(stderr).toMatch(/^✗ a b\.live: Pulumi takes up to 100 of/m);
  expect(stderr).toMatch(/^✗ bild: neither the name nor the file says the environment/m);
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
