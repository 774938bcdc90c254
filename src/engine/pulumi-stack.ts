import type { ExportedState } from "./deployment";
import { engineFailure } from "./failure";
import { type PulumiRunOptions, runPulumi } from "./pulumi-project";

/** A configuration value; structured ones are JSON. */
export interface ConfigValue {
  readonly value: string;
  readonly secret: boolean;
}

/** The engine, aimed at one stack of a project. */
export class PulumiStack {
  constructor(
    readonly stack: string,
    private readonly options: Pick<PulumiRunOptions, "cwd" | "env" | "detached" | "onStart">,
  ) {}

  /** @throws UserError `engine-failed`, `stack-locked` */
  async run(...args: readonly string[]): Promise<string> {
    return this.#run(args);
  }

  /**
   * The state with every secret in plain text: keep it in memory, never print it. Undefined where the state backend does
   * not know the stack. @throws UserError `engine-failed`
   */
  async exportState(): Promise<ExportedState | undefined> {
    const args = ["stack", "export", "--show-secrets", "--stack", this.stack];
    const { code, stdout, stderr } = await runPulumi(args, this.options);
    if (code === 0) return JSON.parse(stdout);
    if (/no stack named .* found/.test(stderr)) return undefined;
    throw engineFailure(stdout + stderr, "pulumi stack export", this.stack);
  }

  /** Puts a state in place of the one that is there; it goes through a pipe, and the engine encrypts what is secret. */
  async importState(state: ExportedState): Promise<void> {
    await this.#run(["stack", "import"], JSON.stringify(state));
  }

  /** Makes the stack, without selecting it. `secretsProvider`: that of its file; default: the passphrase. */
  async make(secretsProvider: string | undefined): Promise<void> {
    const provider = secretsProvider ? ["--secrets-provider", secretsProvider] : [];
    const args = ["stack", "init", this.stack, "--no-select", ...provider];
    const { code, stdout, stderr } = await runPulumi(args, this.options);
    if (code !== 0) throw engineFailure(stdout + stderr, "pulumi stack init", this.stack);
  }

  /** Takes a stack that holds no resource out of the state backend; its file stays. */
  async removeEmpty(): Promise<void> {
    await this.#run(["stack", "rm", "--yes", "--preserve-config"]);
  }

  /** Takes the lock away that another run has left. */
  async cancel(): Promise<void> {
    await this.#run(["cancel", "--yes"]);
  }

  /** The whole configuration, decrypted: keep it in memory, never print it. @throws UserError `engine-failed` */
  async config(): Promise<Readonly<Record<string, ConfigValue>>> {
    return JSON.parse(await this.#run(["config", "--show-secrets", "--json"]));
  }

  async #run(args: readonly string[], input?: string): Promise<string> {
    const result = await runPulumi([...args, "--stack", this.stack], { ...this.options, input });
    if (result.code === 0) return result.stdout;
    throw engineFailure(result.stdout + result.stderr, `pulumi ${args.slice(0, 2).join(" ")}`, this.stack);
  }
}
