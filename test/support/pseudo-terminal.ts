import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";

/** Why there is no pseudo-terminal here; undefined when there is one. `script` of util-linux makes it. */
export const noTerminal =
  spawnSync("script", ["--version"], { encoding: "utf8" }).stdout?.includes("util-linux") === true
    ? undefined
    : "no `script` of util-linux";

const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[A-Za-z]`, "g");

/** A command on a real pseudo-terminal, as a person runs it. */
export class PseudoTerminal {
  readonly #script: ChildProcessWithoutNullStreams;
  #raw = "";
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
  #seen = 0;
  #look = () => {};

  constructor(command: string, cwd: string, env: NodeJS.ProcessEnv) {
    // A terminal that nobody looks at has no width, and everything would be broken into single letters.
    this.#script = spawn("script", ["-qec", `stty cols 200 rows 50; ${command}`, "/dev/null"], { cwd, env });
    this.#script.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.#raw += text;
      this.#look();
    });
    this.ended = new Promise((resolve) => this.#script.once("close", resolve));
    this.ended.then(() => this.#look());
  }

  /** All that the terminal has shown, without colours and movements of the cursor. */
  get shown(): string {
    return this.#raw.replace(ESCAPES, "");
  }

  /** Waits until the terminal shows the text, after what was waited for before; fails when the command ends instead. */
  async until(text: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#look = () => {
        const at = this.shown.indexOf(text, this.#seen);
        if (at >= 0) {
          this.#seen = at + text.length;
          resolve();
        } else if (this.#script.exitCode !== null) {
          reject(new Error(`It ended without "${text}": ${this.shown}`));
        }
      };
      this.#look();
    });
  }

  /** Ends a command that has not ended by itself. */
  close(): void {
    this.#script.kill();
  }

  /** Types; Enter is `\r`, Ctrl-C is `\u0003`. */
  type(text: string): void {
    this.#script.stdin.write(text);
  }
}
