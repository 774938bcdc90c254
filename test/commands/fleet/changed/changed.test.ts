import { join } from "node:path";
import { changedStacks, onlyChanged } from "../../../../src/commands/fleet/changed/changed";
import { readProject } from "../../../../src/config/project";
import { GitProject, PROGRAM, stackFiles } from "../../../support/git-project";
import { folderWith, PROJECT, stackFileText } from "../../../support/project-folder";

const changed = (repository: GitProject, ref = "main", folder = ".", env = process.env) =>
  changedStacks(readProject(join(repository.folder, folder)), ref, env);

/** A branch off `main`, so that what is committed next is a change. */
function branched(...stacks: readonly string[]): GitProject {
  const repository = GitProject.ofStacks(...stacks);
  repository.git("checkout", "-qb", "work");
  return repository;
}

it("finds the stack whose file changed, and no other", async () => {
  const repository = branched("acme.live", "acme.stage", "bild.live");
  repository.write({ "Pulumi.acme.live.yaml": stackFileText("x") }).commit();
  expect(await changed(repository)).toEqual({
    stacks: [{ stack: "acme.live", reason: "Pulumi.acme.live.yaml changed" }],
    orphans: [],
  });
});

it("tells a new stack file from a changed one", async () => {
  const repository = branched("acme.live");
  repository.write(stackFiles("new.live")).commit();
  expect((await changed(repository)).stacks).toEqual([
    { stack: "new.live", reason: "Pulumi.new.live.yaml is new" },
  ]);
});

it("counts every stack as changed when the program did", async () => {
  const repository = branched("acme.live", "bild.live");
  repository.write({ "package-lock.json": "{ }\n", "README.md": "other\n" }).commit();
  expect((await changed(repository)).stacks).toEqual([
    { stack: "acme.live", reason: "package-lock.json changed" },
    { stack: "bild.live", reason: "package-lock.json changed" },
  ]);
});

it("gives both reasons, and counts the files of the program", async () => {
  const repository = branched("acme.live");
  const program = { "src/index.ts": "2\n", "src/a.ts": "1\n", "package.json": "{ }\n" };
  repository.write({ ...program, "Pulumi.acme.live.yaml": stackFileText("x") }).commit();
  expect((await changed(repository)).stacks[0]?.reason).toBe(
    "Pulumi.acme.live.yaml changed; package.json and 2 more files of the program changed",
  );
});

it("reports a deleted stack file as an orphan", async () => {
  const repository = branched("acme.live", "gone.live");
  repository.write({ "Pulumi.gone.live.yaml": null }).commit();
  expect(await changed(repository)).toEqual({ stacks: [], orphans: ["gone.live"] });
});

it("reports a renamed stack file as an orphan and a new stack", async () => {
  const repository = branched("old.live");
  repository.git("mv", "Pulumi.old.live.yaml", "Pulumi.new.live.yaml");
  repository.commit();
  expect(await changed(repository)).toEqual({
    stacks: [{ stack: "new.live", reason: "Pulumi.new.live.yaml is new" }],
    orphans: ["old.live"],
  });
});

it("does not call a deleted template an orphan", async () => {
  const repository = GitProject.with({ ...PROGRAM, "Pulumi.stage.yaml": stackFileText("<company id>") });
  repository.git("checkout", "-qb", "work");
  repository.write({ "Pulumi.stage.yaml": null }).commit();
  expect(await changed(repository)).toEqual({ stacks: [], orphans: [] });
});

it.each([
  ["not added yet", []],
  ["added", ["add", "-A"]],
])("counts a change that is %s", async (_, args) => {
  const repository = branched("acme.live", "bild.live", "gone.live");
  repository.write({
    "Pulumi.acme.live.yaml": stackFileText("x"),
    "Pulumi.gone.live.yaml": null,
    ...stackFiles("new.live"),
  });
  if (args.length > 0) repository.git(...args);
  const { stacks, orphans } = await changed(repository, "HEAD");
  expect(stacks.map(({ stack }) => stack)).toEqual(["acme.live", "new.live"]);
  expect(orphans).toEqual(["gone.live"]);
});

it("is not misled by what a run here has written, but sees a lock file that is not added yet", async () => {
  const repository = branched("acme.live");
  repository.write({ "matrix.json": "{}\n", "logs/acme.live.log": "done\n" });
  expect((await changed(repository)).stacks).toEqual([]);
  repository.write({ "npm-shrinkwrap.json": "{}\n" });
  expect((await changed(repository)).stacks[0]?.reason).toBe("npm-shrinkwrap.json changed");
});

it("leaves out what others changed since the branch was made", async () => {
  const repository = branched("acme.live", "bild.live");
  repository.write({ "Pulumi.acme.live.yaml": stackFileText("x") }).commit();
  repository.git("checkout", "-q", "main");
  repository.write({ "Pulumi.bild.live.yaml": stackFileText("y"), "src/index.ts": "2\n" }).commit();
  repository.git("checkout", "-q", "work");
  expect((await changed(repository)).stacks.map(({ stack }) => stack)).toEqual(["acme.live"]);
});

it("works in a folder of a larger repository, with stack files in a folder of their own", async () => {
  const repository = GitProject.with({
    "package-lock.json": "{}\n",
    "shop/index.ts": "1\n",
    "fleet/Pulumi.yaml": `${PROJECT}stackConfigDir: stacks\n`,
    "fleet/src/index.ts": "1\n",
    "fleet/stacks/Pulumi.acme.live.yaml": stackFileText("a"),
    "fleet/stacks/Pulumi.bild.live.yaml": stackFileText("b"),
  });
  repository.write({ "shop/index.ts": "2\n", "fleet/stacks/Pulumi.acme.live.yaml": stackFileText("x") });
  expect((await changed(repository, "HEAD", "fleet")).stacks).toEqual([
    { stack: "acme.live", reason: "stacks/Pulumi.acme.live.yaml changed" },
  ]);
  repository.write({ "package-lock.json": "{ }\n" });
  expect((await changed(repository, "HEAD", "fleet")).stacks[1]?.reason).toBe("package-lock.json changed");
});

it("counts the program where Pulumi.yaml names another folder", async () => {
  const repository = GitProject.with({
    "fleet/Pulumi.yaml": `${PROJECT}main: ../program\n`,
    "program/index.ts": "1\n",
    "fleet/Pulumi.acme.live.yaml": stackFileText("a"),
  });
  repository.write({ "program/index.ts": "2\n" });
  expect((await changed(repository, "HEAD", "fleet")).stacks[0]?.reason).toBe("program/index.ts changed");
});

it("takes names that only git's quoting could hurt", async () => {
  const repository = branched("ümlaut.live");
  repository.write({ "Pulumi.ümlaut.live.yaml": stackFileText("x") }).commit();
  expect((await changed(repository)).stacks.map(({ stack }) => stack)).toEqual(["ümlaut.live"]);
});

it("narrows a selection to what changed", () => {
  const stacks = ["a.live", "b.live"].map((stack) => ({ stack, reason: "" }));
  const result = { stacks, orphans: [] };
  expect(onlyChanged({ tenants: ["a"] }, result)).toEqual({
    tenants: ["a"],
    stacks: new Set(["a.live", "b.live"]),
  });
  expect(onlyChanged({ stacks: new Set(["b.live", "c.live"]) }, result).stacks).toEqual(new Set(["b.live"]));
});

describe("refuses", () => {
  it("a ref that git does not know", async () => {
    await expect(changed(branched("acme.live"), "origin/mian")).rejects.toThrow(
      /^git-ref-unknown: git knows no commit origin\/mian\.[\s\S]*git fetch/,
    );
  });

  it("a ref that looks like an option", async () => {
    await expect(changed(branched("acme.live"), "--output=x")).rejects.toThrow(/git-ref-unknown/);
  });

  it("a folder outside of git", async () => {
    const project = readProject(folderWith({ "Pulumi.yaml": PROJECT }));
    await expect(changedStacks(project, "main", process.env)).rejects.toThrow(
      /^git-unavailable: .*not a git repository/,
    );
  });

  it("a machine without git", async () => {
    const repository = branched("acme.live");
    await expect(changed(repository, "main", ".", { PATH: "/nowhere" })).rejects.toThrow(
      /^git-unavailable: git can't say what changed: there is no git command/,
    );
  });

  it("histories that have nothing in common", async () => {
    const repository = branched("acme.live");
    repository.git("checkout", "-q", "--orphan", "other");
    repository.write({ "src/index.ts": "other\n" }).commit();
    await expect(changed(repository)).rejects.toThrow(
      /git-history-missing: main and HEAD have no commit in common\./,
    );
  });

  it.each([
    ["does not reach back to where the branch was made", "--no-single-branch", "origin/work"],
    ["does not hold the commit", "--single-branch", "HEAD~1"],
  ])("a shallow clone that %s", async (_, option, ref) => {
    const repository = branched("acme.live");
    repository.write({ "src/index.ts": "work\n" }).commit();
    repository.git("checkout", "-q", "main");
    repository.write({ "src/index.ts": "main\n" }).commit();
    const clone = folderWith({});
    repository.git("clone", "-q", "--depth=1", option, `file://${repository.folder}`, clone);
    await expect(changedStacks(readProject(clone), ref, process.env)).rejects.toThrow(
      /^git-history-missing: [\s\S]*fetch-depth: 0/,
    );
  });
});

describe("after a force-push", () => {
  const GONE = "0123456789".repeat(4);

  // Exit code 2, and the next push skipped the change.
  it("all stacks count as changed, and why is said", async () => {
    const { stacks, orphans, warning } = await changed(GitProject.ofStacks("acme.live", "bild.live"), GONE);
    expect(stacks.map(({ stack }) => stack)).toEqual(["acme.live", "bild.live"]);
    expect(stacks[0]?.reason).toMatch(/^commit 012345678901 is not in the history any more/);
    expect([orphans, warning]).toEqual([[], expect.stringMatching(/deleted since can't be told/)]);
  });

  it("a commit that is there, but has nothing in common with HEAD, is gone too", async () => {
    const project = GitProject.ofStacks("acme.live");
    const before = project.commit();
    project.git("checkout", "-q", "--orphan", "rewritten");
    project.write({ "README.md": "rewritten\n" }).commit();
    expect((await changed(project, before)).stacks).toHaveLength(1);
  });

  it("a hash that is cut is a slip", async () => {
    await expect(changed(GitProject.ofStacks("acme.live"), GONE.slice(0, 12))).rejects.toThrow(
      /git-ref-unknown/,
    );
  });
});
