import type { ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { engineMissing } from "./failure";
import type { ProgramHosts } from "./program-hosts";
import { engineEnvironment, findProgram, type RunResult, runCommand } from "./run-command";

/** What is to be told of a run. */
export interface EngineListener {
  /** Called with each event, in their order, when the run has ended. */
  readonly onEvent: (event: EngineEvent) => void;
  /** Called with each piece of output as it comes. */
  readonly onOutput: (stream: "out" | "err", text: string) => void;
}

/** How a run ended. */
export interface EngineRun {
  readonly isOk: boolean;
  /** All that it printed, where it failed. */
  readonly text: string;
  /** How it was ended where signals were passed on to it and it failed: see `Stop`. */
  readonly stopped?: Stop;
}

/** `in-order`: the steps that were under way were ended. `at-once`: they were left as they were, perhaps with the lock. */
export type Stop = "in-order" | "at-once";

/** The engine for the stacks of one project, many at a time: each command names its stack, and none selects one. */
export class FleetEngine {
  readonly #children = new Set<ChildProcess>();
  #signals = 0;

  private constructor(
    private readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly command: string,
    private readonly hosts: ProgramHosts | undefined,
  ) {}

  /**
   * Takes `pulumi` from PATH.
   * @param folder the project's
   * @param env of the engine; its PATH names it
   * @param hosts run the program; without them the engine starts it by itself, in a process for each run
   * @throws UserError `engine-failed`: there is none
   */
  static async find(folder: string, env: NodeJS.ProcessEnv, hosts?: ProgramHosts): Promise<FleetEngine> {
    const command = findProgram("pulumi", env);
    if (command) return new FleetEngine(folder, env, command, hosts);
    throw engineMissing("ENOENT");
  }

  /** What an update of the stack would change; compares with the real world first. */
  preview(stack: string, listener: EngineListener): Promise<EngineRun> {
    return this.#run(["preview"], stack, listener);
  }

  /** Updates a stack; compares with the real world first. */
  update(stack: string, listener: EngineListener): Promise<EngineRun> {
    return this.#run(["up", "--yes", "--skip-preview"], stack, listener);
  }

  /**
   * Makes a stack in the state backend. `secretsProvider`: that of its file; default: the passphrase.
   * @returns how it was stopped; undefined where it was made
   * @throws Error
   */
  async makeStack(stack: string, secretsProvider: string | undefined): Promise<Stop | undefined> {
    if (this.#signals > 0) return "in-order";
    const provider = secretsProvider ? ["--secrets-provider", secretsProvider] : [];
    return this.#succeed(["stack", "init", stack, "--no-select", ...provider]);
  }

  /** Takes a stack, which holds nothing of the world, out of the state backend again; its file stays. @throws Error */
  async removeEmptyStack(stack: string): Promise<void> {
    await this.#succeed(["stack", "rm", "--yes", "--force", "--preserve-config", "--stack", stack]);
  }

  /**
   * Passes a signal on to all runs: the engine then ends the steps that are under way and stops; a further one it takes
   * for "at once". No run begins any more.
   */
  passOn(signal: NodeJS.Signals): void {
    this.#signals += 1;
    for (const child of this.#children) child.kill(signal);
  }

  /** How runs are stopped; undefined while no signal was passed on. */
  get stopped(): Stop | undefined {
    return this.#stopOf(0);
  }

  /** Passes signals on to a process that somebody else has started; one that starts after a signal gets it at once. */
  watch(child: ChildProcess): void {
    this.#children.add(child);
    child.once("close", () => this.#children.delete(child));
    if (this.#signals > 0) child.kill("SIGINT");
  }

  async #run(
    command: readonly string[],
    stack: string,
    { onEvent, onOutput }: EngineListener,
  ): Promise<EngineRun> {
    if (this.#signals > 0) return { isOk: false, text: "", stopped: "in-order" };
    const host = await this.hosts?.take();
    const folder = mkdtempSync(join(tmpdir(), "plenigo-stripe-"));
    const log = join(folder, "events");
    const program = host ? ["--client", host.address, "--exec-kind", "auto.inline"] : [];
    const args = [
      ...command,
      "--refresh",
      "--color",
      "never",
      "--stack",
      stack,
      "--event-log",
      log,
      ...program,
    ];
    let isOk = false;
    try {
      const { code, stdout, stderr } = await this.#command(args, onOutput);
      isOk = code === 0;
      const stopped = this.#stopOf(code);
      for (const event of eventsIn(log)) onEvent(event);
      return isOk ? { isOk, text: "" } : { isOk, text: stdout + stderr, ...(stopped && { stopped }) };
    } finally {
      if (host) this.hosts?.giveBack(host, isOk);
      rmSync(folder, { recursive: true, force: true });
    }
  }

  async #succeed(args: readonly string[]): Promise<Stop | undefined> {
    const { code, stdout, stderr } = await this.#command(args);
    if (code === 0) return undefined;
    const stopped = this.#stopOf(code);
    if (stopped) return stopped;
    throw new Error(`pulumi failed: ${stdout}${stderr}`);
  }

  /** Null is the code of a process that was killed. */
  #stopOf(code: number | null): Stop | undefined {
    if (this.#signals === 0) return undefined;
    return this.#signals > 1 || code === null ? "at-once" : "in-order";
  }

  /** The command in a process group of its own: a terminal's Ctrl-C must not end runs that are under way. */
  #command(args: readonly string[], onOutput?: EngineListener["onOutput"]): Promise<RunResult> {
    return runCommand(this.command, [...args, "--non-interactive"], {
      cwd: this.folder,
      // As Pulumi's Automation API does; the second is what `--event-log` asks for.
      env: {
        ...engineEnvironment(this.env),
        PULUMI_AUTOMATION_API: "true",
        PULUMI_DEBUG_COMMANDS: "true",
      },
      onOutput: (text, stream) => onOutput?.(stream === "stdout" ? "out" : "err", text),
      detached: true,
      onStart: (child) => this.watch(child),
    });
  }
}

/** The events of a log, of which the last line may be cut short; none where the engine has not come to write any. */
function eventsIn(log: string): EngineEvent[] {
  let text: string;
  try {
    text = readFileSync(log, "utf8");
  } catch {
    return [];
  }
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
