import { messageOf, redact, UserError } from "../errors";
import { explain, pulumi, pulumiAlone, type Remedy, shell } from "../remedies";
import { engineFailure, engineMissing, reasonsIn } from "./failure";
import { engineEnvironment, type RunOptions, type RunResult, runCommand } from "./run-command";

/** How a run of the engine is to be: `cwd` is the project's folder or one below it. */
export type PulumiRunOptions = Pick<RunOptions, "cwd" | "env" | "input" | "signal" | "detached" | "onStart">;

/** Runs `pulumi` without questions and colours. A code other than 0 is not an error. @throws UserError `engine-failed`: it can't be started */
export async function runPulumi(
  args: readonly string[],
  { cwd, env, input, signal, detached, onStart }: PulumiRunOptions,
): Promise<RunResult> {
  try {
    return await runCommand("pulumi", [...args, "--non-interactive", "--color", "never"], {
      ...{ cwd, env: engineEnvironment(env), input, signal, detached, onStart },
    });
  } catch (error) {
    throw engineMissing((error as NodeJS.ErrnoException).code);
  }
}

/** Where Pulumi keeps states. */
export interface Backend {
  /** `file://…`, `s3://…`, or the address of Pulumi Cloud. */
  readonly url: string;
  readonly user?: string;
}

/** A plugin that is installed. */
export interface InstalledPlugin {
  readonly name: string;
  /** `resource`, `language`. */
  readonly kind: string;
  readonly version?: string;
}

/** The engine, aimed at a project. */
export class PulumiProject {
  constructor(private readonly options: Pick<PulumiRunOptions, "cwd" | "env" | "signal">) {}

  /** With its leading v. @throws UserError `engine-failed` */
  async version(): Promise<string> {
    return (await this.#run(["version"])).trim();
  }

  /** @throws UserError `engine-failed`: nobody is logged in, or the backend can't be reached */
  async backend(): Promise<Backend> {
    const login = pulumiAlone("login 's3://BUCKET?region=REGION'", "or wherever your states are");
    return JSON.parse(await this.#run(["whoami", "--verbose", "--json"], undefined, [login]));
  }

  /** Names of the project's stacks, without the organization. @throws UserError `engine-failed` */
  async stacks(): Promise<string[]> {
    const stacks: { name: string }[] = JSON.parse(await this.#run(["stack", "ls", "--json"]));
    return stacks.map(({ name }) => name.split("/").at(-1) ?? name);
  }

  /** @throws UserError `engine-failed` */
  async plugins(): Promise<InstalledPlugin[]> {
    return JSON.parse(await this.#run(["plugin", "ls", "--json"])) ?? [];
  }

  /** Makes a stack without selecting it. @throws UserError `engine-failed` */
  async makeStack(stack: string, secretsProvider?: string): Promise<void> {
    const provider = secretsProvider ? ["--secrets-provider", secretsProvider] : [];
    await this.#run(["stack", "init", stack, "--no-select", ...provider]);
  }

  /** Sets plain values by full key, all or none; lists are replaced as a whole. @throws UserError `engine-failed` */
  async setPlain(stack: string, values: Readonly<Record<string, unknown>>): Promise<void> {
    const entries = Object.entries(values).map(([key, value]) => [
      key,
      typeof value === "string"
        ? { value, secret: false }
        : { value: JSON.stringify(value), objectValue: value, secret: false },
    ]);
    await this.#run([
      "config",
      "set-all",
      "--json",
      JSON.stringify(Object.fromEntries(entries)),
      "--stack",
      stack,
    ]);
  }

  /** Encrypts a value; it goes through standard input, so that no list of processes shows it. @throws UserError `engine-failed` */
  async setEncrypted(stack: string, fullKey: string, value: string): Promise<void> {
    await this.#run(["config", "set", "--secret", fullKey, "--stack", stack], value);
  }

  /** Takes values out; those that are not there are no error. @throws UserError `engine-failed` */
  async remove(stack: string, fullKeys: readonly string[]): Promise<void> {
    if (fullKeys.length > 0) await this.#run(["config", "rm-all", ...fullKeys, "--stack", stack]);
  }

  /**
   * The whole configuration of a stack, decrypted. Only for checks inside this process: never print it, never log it.
   * @returns texts by full key; structured values are JSON
   * @throws UserError `decryption-failed`
   */
  async decryptedConfig(stack: string): Promise<Readonly<Record<string, string>>> {
    const args = ["config", "--show-secrets", "--json", "--stack", stack];
    const { code, stdout, stderr } = await runPulumi(args, this.options);
    if (code !== 0) throw undecryptable(stack, stderr);
    const entries: [string, { value?: string }][] = Object.entries(JSON.parse(stdout));
    return Object.fromEntries(entries.map(([key, { value = "" }]) => [key, value]));
  }

  async #run(args: readonly string[], input?: string, next: readonly Remedy[] = []): Promise<string> {
    const { code, stdout, stderr } = await runPulumi(args, { ...this.options, input });
    if (code === 0) return stdout;
    const failure = engineFailure(stdout + stderr, `pulumi ${args.slice(0, 2).join(" ")}`);
    throw new UserError({ ...failure.parts, next, state: undefined });
  }
}

function undecryptable(stack: string, stderr: string): UserError {
  return new UserError({
    code: "decryption-failed",
    what: `the configuration of stack ${stack} can't be decrypted: ${reasonsIn(stderr).join("\n") || redact(stderr).trim()}`,
    where: `Pulumi.${stack}.yaml`,
    next: /passphrase/.test(stderr)
      ? [shell("export PULUMI_CONFIG_PASSPHRASE=…", "the one that the stack was made with")]
      : [
          pulumi("config", "shows whether Pulumi can read it"),
          explain("check that your credentials may use its key (kms:Decrypt)"),
        ],
    stack,
    cause: messageOf(stderr),
  });
}
