import { parseAllDocuments } from "yaml";
import { fakeKey } from "../../../../sandbox/emulators/stripe/fake-keys";
import { GitProject, PROGRAM } from "../../../support/git-project";
import { companyId, stackFileText } from "../../../support/project-folder";
import { runCli } from "../../../support/run-cli";

const BACKEND = ["--backend", "s3://state?region=eu-central-1"];

function repository(folder = ""): GitProject {
  const text = stackFileText(companyId(1)).replace(
    "encryptionsalt: v1:salt",
    "secretsprovider: awskms:///alias/p",
  );
  const files = { ...PROGRAM, "Pulumi.acme.live.yaml": text, "Pulumi.bild.live.yaml": text };
  const placed = Object.entries(files).map(([name, content]) => [`${folder}${name}`, content]);
  const project = GitProject.with(Object.fromEntries(placed));
  project.git("remote", "add", "origin", "https://ci:token@github.com/acme/fleet.git");
  return project;
}

it("prints a YAML document per stack, pinned to HEAD of the remote origin", async () => {
  const project = repository("fleet/");
  const { code, stdout } = await runCli(`${project.folder}/fleet`, "fleet", "kubernetes", ...BACKEND);
  const documents = parseAllDocuments(stdout).map((document) => document.toJS());
  expect(code).toBe(0);
  expect(documents.map(({ metadata }) => metadata.name)).toEqual(["acme-live", "bild-live"]);
  expect(documents[0].spec).toMatchObject({
    projectRepo: "https://github.com/acme/fleet.git",
    commit: project.git("rev-parse", "HEAD"),
    repoDir: "fleet",
  });
});

it("warns of what the commit does not hold, and prints a List with --json", async () => {
  const project = repository();
  project.write({ "Pulumi.acme.live.yaml": stackFileText(companyId(2)), "Pulumi.bild.live.yaml": null });
  const words = ["--tenant", "acme", "--json", "--env-secret", "PULUMI_CONFIG_PASSPHRASE=pulumi/passphrase"];
  const { stdout, stderr } = await runCli(project.folder, "fleet", "kubernetes", ...BACKEND, ...words);
  expect(JSON.parse(stdout)).toMatchObject({ kind: "List", items: [{ kind: "Stack" }] });
  expect(stderr).toMatch(/^! acme\.live: Pulumi\.acme\.live\.yaml changed, but not in commit [0-9a-f]{12}/);
});

it.each([
  ["a resync of less than an hour", ["--resync", "60"], /It must be a whole number from 3600/],
  ["a reference that is none", ["--env-secret", "A=b"], /It must be SECRET\/KEY/],
  ["a commit that nobody knows", ["--commit", "v9"], /^git-ref-unknown: git knows no commit v9/],
])("refuses %s with 2", async (_, words, message) => {
  const { code, stdout, stderr } = await runCli(
    repository().folder,
    "fleet",
    "kubernetes",
    ...BACKEND,
    ...words,
  );
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(message);
});

it("never repeats a key that was typed in place of a reference", async () => {
  const key = fakeKey("sk", "live", "typed");
  const words = ["--config-secret", `plenigo-stripe:stripeSecretKey=${key}`];
  const { stderr } = await runCli(repository().folder, "fleet", "kubernetes", ...BACKEND, ...words);
  expect(stderr).toContain("is invalid");
  expect(stderr).not.toContain(key);
});
