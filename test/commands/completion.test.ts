import { execFileSync } from "node:child_process";
import { findProgram } from "../../src/engine/run-command";
import { folderWith, PROJECT } from "../support/project-folder";
import { runCli } from "../support/run-cli";

const FILES = { "Pulumi.yaml": PROJECT, "Pulumi.acme.live.yaml": "", "Pulumi.acme.stage.yaml": "" };

/** What bash offers for the words, the last of which is being typed. */
async function offered(...words: readonly string[]): Promise<string[]> {
  const folder = folderWith(FILES);
  const { stdout } = await runCli(folder, "completion", "bash");
  const line = ["plenigo-stripe", ...words].map((word) => `'${word}'`).join(" ");
  const script = `${stdout}\nCOMP_WORDS=(${line}); COMP_CWORD=${words.length}; _plenigo_stripe; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const found = execFileSync("bash", ["-c", script], { cwd: folder, encoding: "utf8" });
  return found.split("\n").filter(Boolean);
}

it.each([
  ["commands", ["ro"], ["rotate"]],
  ["commands of the fleet", ["fleet", "l"], ["list"]],
  ["options of a command", ["fleet", "up", "--can"], ["--canary"]],
  ["options of all commands", ["--ver"], ["--version"]],
  ["stacks", ["verify", "--stack", "acme.l"], ["acme.live"]],
  ["environments", ["fleet", "list", "--environment", ""], ["stage", "live"]],
  ["commands after an option of all commands", ["-C", "x", "fleet", "mat"], ["matrix"]],
])("bash completes %s", async (_, words, expected) => {
  expect(await offered(...words)).toEqual(expected);
});

it.each(["bash", "zsh", "fish"])("the script for %s names every command", async (shell) => {
  const { code, stdout } = await runCli(folderWith(FILES), "completion", shell);
  expect(code).toBe(0);
  for (const word of ["init", "doctor", "rotate", "audit", "kubernetes", "completion", "--changed-since"])
    expect(stdout).toContain(word);
});

it.each(["bash", "zsh", "fish"].filter((shell) => findProgram(shell, process.env)))(
  "%s reads its script without a complaint",
  async (shell) => {
    const { stdout } = await runCli(folderWith(FILES), "completion", shell);
    expect(execFileSync(shell, ["-n"], { input: stdout, encoding: "utf8" })).toBe("");
  },
);

it("a shell that is not known is refused", async () => {
  const { code, stderr } = await runCli(folderWith(FILES), "completion", "csh");
  expect([code, stderr]).toEqual([2, expect.stringMatching(/Allowed choices are bash, zsh, fish/)]);
});
