import { runCommand } from "../../../engine/run-command";
import { messageOf, UserError } from "../../../errors";
import { explain, shell } from "../../../remedies";

/** A git work tree, asked through the `git` command; nothing is ever written. */
export class GitFolder {
  private constructor(
    /** Folder that was opened, absolute. */
    readonly folder: string,
    /** Path from the work tree's top to the folder, `/` at its end; empty for the top. */
    readonly prefix: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** @throws UserError `git-unavailable`: no git, or no work tree of git */
  static async open(folder: string, env: NodeJS.ProcessEnv): Promise<GitFolder> {
    const { code, stdout, stderr } = await git(folder, env, ["rev-parse", "--show-prefix"]);
    if (code === 0) return new GitFolder(folder, stdout.replace(/\n$/, ""), env);
    throw new UserError({
      code: "git-unavailable",
      what: `git can't say what changed: ${messageOf(stderr).trim().split("\n")[0]}`,
      where: folder,
      next: [explain("run this in a clone of the repository"), explain("leave --changed-since out")],
    });
  }

  /** Full hash of a commit. @throws UserError `git-ref-unknown`, `git-history-missing` */
  async commitOf(ref: string): Promise<string> {
    const { code, stdout } = await this.run(
      "rev-parse",
      "--verify",
      "--quiet",
      "--end-of-options",
      `${ref}^{commit}`,
    );
    if (code === 0) return stdout.trim();
    const isShallow = await this.isShallow();
    throw new UserError({
      code: isShallow ? "git-history-missing" : "git-ref-unknown",
      what: `git knows no commit ${ref}${isShallow ? ", and this clone has only a part of the history" : ""}.`,
      where: this.folder,
      next: isShallow
        ? DEEPEN
        : [shell("git fetch origin", "then this again"), shell("git branch --all", "lists the names")],
    });
  }

  /**
   * The commit where `ref` and HEAD parted, as in `git diff ref...HEAD`: what others did since is no change of ours.
   * @throws UserError `git-ref-unknown`, `git-history-missing`
   */
  async mergeBase(ref: string): Promise<string> {
    const commit = await this.commitOf(ref);
    const { code, stdout } = await this.run("merge-base", commit, "HEAD");
    if (code === 0) return stdout.trim();
    const isShallow = await this.isShallow();
    throw new UserError({
      code: "git-history-missing",
      what: `${ref} and HEAD have no commit in common${isShallow ? " in the part of the history that this clone has" : ""}.`,
      where: this.folder,
      next: isShallow ? DEEPEN : [explain("name a commit that HEAD comes from")],
    });
  }

  /** Standard output of a git command that has to succeed. @throws Error with what git printed */
  async read(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(...args);
    if (code !== 0) throw new Error(`git ${args[0]} failed: ${messageOf(stderr)}`);
    return stdout;
  }

  run(...args: readonly string[]) {
    return git(this.folder, this.env, args);
  }

  /** Whether the clone has only a part of the history. */
  async isShallow(): Promise<boolean> {
    return (await this.read("rev-parse", "--is-shallow-repository")).trim() === "true";
  }
}

const DEEPEN = [
  explain("fetch-depth: 0 at actions/checkout, GIT_DEPTH: 0 in GitLab"),
  shell("git fetch --unshallow origin", "in a clone of your own"),
];

/** Without optional locks, so that looking never gets in the way of a person who commits. */
async function git(folder: string, env: NodeJS.ProcessEnv, args: readonly string[]) {
  try {
    return await runCommand("git", args, {
      cwd: folder,
      env: { ...env, LC_ALL: "C", GIT_OPTIONAL_LOCKS: "0" },
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return {
      code: 127,
      stdout: "",
      stderr: code === "ENOENT" ? "there is no git command" : messageOf(error),
    };
  }
}
