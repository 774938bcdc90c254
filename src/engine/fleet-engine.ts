import type { ChildProcess } from "node:child_process";
import { type EngineEvent, LocalWorkspace, PulumiCommand, Stack } from "@pulumi/pulumi/automation";
import { messageOf, UserError } from "../errors";
import { engineEnvironment } from "./engine-environment";
import { type RunResult, runCommand } from "./run-command";

/** What a run tells while it goes on. */
export interface EngineListener {
  readonly onEvent: (event: EngineEvent) => void;
  readonly onOutput: (stream: "out" | "err", text: string) => void;
}

/** How a run ended. */
export interface EngineRun {
  readonly isOk: boolean;
  /** All that it printed. */
  readonly text: string;
}

type Command = (
  args: string[],
  cwd: string,
  env: Record<string, string>,
  onOutput?: (text: string) => void,
  onError?: (text: string) => void,
) => Promise<RunResult>;

/** The engine, driven through Pulumi's Automation API, for the stacks of one project. */
export class FleetEngine {
  readonly #children = new Set<ChildProcess>();

  private constructor(
    private readonly folder: string,
    private readonly command: PulumiCommand,
  ) {}

  /** Takes `pulumi` from PATH. `folder`: the project's. @throws UserError `engine-failed` when there is none */
  static async find(folder: string): Promise<FleetEngine> {
    try {
      return new FleetEngine(folder, await PulumiCommand.get());
    } catch (error) {
      throw new UserError({
        code: "engine-failed",
        what: `pulumi can't be started: ${messageOf(error).trim().split("\n").at(-1)}`,
        next: ["install Pulumi: https://www.pulumi.com/docs/install/"],
        cause: error,
      });
    }
  }

  /** What an update of the stack would change; compares with the real world first. */
  preview(stack: string, listener: EngineListener): Promise<EngineRun> {
    return this.#run(stack, listener, (target, options) => target.preview(options));
  }

  /** Updates a stack; compares with the real world first. */
  update(stack: string, listener: EngineListener): Promise<EngineRun> {
    return this.#run(stack, listener, (target, options) => target.up(options));
  }

  /** Makes a stack in the state backend. `secretsProvider`: that of its file; default: the passphrase. @throws Error */
  async makeStack(stack: string, secretsProvider: string | undefined): Promise<void> {
    const provider = secretsProvider ? ["--secrets-provider", secretsProvider] : [];
    await this.#command(["stack", "init", stack, "--no-select", ...provider], this.folder, {});
  }

  /** Takes a stack, which holds nothing of the world, out of the state backend again; its file stays. @throws Error */
  async removeEmptyStack(stack: string): Promise<void> {
    await this.#command(
      ["stack", "rm", "--yes", "--force", "--preserve-config", "--stack", stack],
      this.folder,
      {},
    );
  }

  /** Passes a signal on to all runs: the engine then ends the steps that are under way and stops. */
  passOn(signal: NodeJS.Signals): void {
    for (const child of this.#children) child.kill(signal);
  }

  async #run(
    stack: string,
    { onEvent, onOutput }: EngineListener,
    work: (target: Stack, options: object) => Promise<unknown>,
  ): Promise<EngineRun> {
    const options = {
      refresh: true,
      color: "never",
      userAgent: "plenigo-stripe",
      onEvent,
      onOutput: (text: string) => onOutput("out", text),
      onError: (text: string) => onOutput("err", text),
    };
    try {
      const target = await Stack.select(stack, await this.#workspace());
      // It would start `pulumi stack history` after each update.
      target.info = async () => undefined;
      await work(target, options);
      return { isOk: true, text: "" };
    } catch (error) {
      if (!(error instanceof FailedCommand)) throw error;
      return { isOk: false, text: error.result.stdout + error.result.stderr };
    }
  }

  /**
   * The Automation API selects each stack before it works on it, in a file that all runs share, and after an update it
   * reads the outputs, secret ones in plain text. Each command names its stack, so neither is needed.
   */
  async #workspace(): Promise<LocalWorkspace> {
    const pulumiCommand = Object.assign(Object.create(this.command), { run: this.#command });
    const workspace = await LocalWorkspace.create({ workDir: this.folder, pulumiCommand });
    return Object.assign(workspace, { selectStack: async () => {}, stackOutputs: async () => ({}) });
  }

  /** The command in a process group of its own: a terminal's Ctrl-C must not end runs that are under way. */
  readonly #command: Command = async (args, cwd, env, onOutput, onError) => {
    const all = args.includes("--non-interactive") ? args : [...args, "--non-interactive"];
    const result = await runCommand(this.command.command, all, {
      cwd,
      env: { ...engineEnvironment(process.env), ...env, PULUMI_AUTOMATION_API: "true" },
      onOutput: (text, stream) => (stream === "stdout" ? onOutput?.(text) : onError?.(text)),
      detached: true,
      onStart: (child) => {
        this.#children.add(child);
        child.once("close", () => this.#children.delete(child));
      },
    });
    if (result.code !== 0) throw new FailedCommand(result);
    return result;
  };
}

class FailedCommand extends Error {
  constructor(readonly result: RunResult) {
    super(`pulumi failed: ${result.stdout}${result.stderr}`);
  }
}
