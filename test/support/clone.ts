import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { CHECKOUT } from "../../sandbox/tenant-project";
import { type RunResult, runCommand } from "../../src/engine/run-command";
import { LOAD_LATER } from "./engine";
import { noteText } from "./leaks/notes";

const LEFT_OUT = ["node_modules", ".sandbox", ".git"];

/** A clone of this checkout as it is now, with the same installed packages and a git history of one commit. */
export class Clone {
  readonly folder = mkdtempSync(join(tmpdir(), "plenigo-stripe-clone-"));

  constructor() {
    cpSync(CHECKOUT, this.folder, { recursive: true, filter: (path) => !LEFT_OUT.includes(basename(path)) });
    symlinkSync(join(CHECKOUT, "node_modules"), join(this.folder, "node_modules"));
    const identity = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
    for (const args of [
      ["init", "-q"],
      ["add", "-A"],
      [...identity, "commit", "-qm", "all"],
    ])
      this.#git(...args);
  }

  /** Runs `npm run sandbox -- …`, as npm would. The tour starts as a user's does, all else with less to load. */
  async sandbox(...words: readonly string[]): Promise<RunResult> {
    const env = words.length === 0 ? process.env : { ...process.env, NODE_OPTIONS: LOAD_LATER };
    const options = { cwd: this.folder, env };
    const result = await runCommand(process.execPath, this.#command(words), options);
    noteText(`npm run sandbox ${words[0] ?? ""}`, result.stdout + result.stderr);
    return result;
  }

  /** Starts it and leaves it running. */
  startSandbox(...words: readonly string[]) {
    return spawn(process.execPath, this.#command(words), { cwd: this.folder, env: process.env });
  }

  /** What git sees as changed; installed packages are none of its business. */
  changes(): string {
    return this.#git("status", "--porcelain", "--", ":!node_modules");
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #command(words: readonly string[]): string[] {
    return ["--require", "./src/load-typescript.cjs", "sandbox/main.ts", ...words];
  }

  #git(...args: readonly string[]): string {
    return execFileSync("git", args, { cwd: this.folder, encoding: "utf8" });
  }
}
