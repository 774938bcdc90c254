import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { companyId, folderWith, PROJECT, stackFileText } from "./project-folder";

const IDENTITY = [
  "-c",
  "user.name=test",
  "-c",
  "user.email=test@example.com",
  "-c",
  "init.defaultBranch=main",
];

/** A repository of git with a project of ours, in a folder of its own, which goes after the test. */
export class GitProject {
  private constructor(
    /** Top of the work tree. */
    readonly folder: string,
  ) {}

  /** Commits the files as the first commit, on `main`. */
  static with(files: Readonly<Record<string, string>>): GitProject {
    const project = new GitProject(folderWith(files));
    project.git("init", "-q");
    project.commit();
    return project;
  }

  /** A project with a stack file per name, committed. */
  static ofStacks(...stacks: readonly string[]): GitProject {
    return GitProject.with({ ...PROGRAM, ...stackFiles(...stacks) });
  }

  /** Runs git; returns what it printed. */
  git(...args: readonly string[]): string {
    const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
    return execFileSync("git", [...IDENTITY, ...args], { cwd: this.folder, env, encoding: "utf8" }).trim();
  }

  /** Writes files, or with null takes them away; nothing is committed. */
  write(files: Readonly<Record<string, string | null>>): this {
    for (const [name, text] of Object.entries(files)) {
      const path = join(this.folder, name);
      mkdirSync(dirname(path), { recursive: true });
      if (text === null) rmSync(path);
      else writeFileSync(path, text);
    }
    return this;
  }

  /** Commits everything; returns the commit. */
  commit(): string {
    this.git("add", "-A");
    this.git("commit", "-q", "--allow-empty", "-m", "a change");
    return this.git("rev-parse", "HEAD");
  }
}

/** The least that a project of ours is made of. */
export const PROGRAM = {
  "Pulumi.yaml": PROJECT,
  "package.json": "{}\n",
  "package-lock.json": "{}\n",
  "src/index.ts": "export {};\n",
  "README.md": "# A fleet\n",
};

/** A valid file per stack. */
export function stackFiles(...stacks: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    stacks.map((stack, index) => [`Pulumi.${stack}.yaml`, stackFileText(companyId(index))]),
  );
}
