import { redact, UserError } from "../errors";
import { runPulumi } from "./pulumi-project";

/** A resource as the state or a pending operation holds it. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly parent?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

/** What `pulumi stack export` tells. */
export interface StackState {
  readonly resources: readonly StateResource[];
  readonly pending: readonly { readonly type: string; readonly resource: StateResource }[];
}

/** The engine, aimed at one stack of the project in the working directory. */
export class PulumiStack {
  constructor(readonly stack: string) {}

  /** @throws UserError `engine-failed`, `stack-locked` */
  async run(...args: readonly string[]): Promise<string> {
    const result = await runPulumi([...args, "--stack", this.stack]);
    if (result.code === 0) return result.stdout;
    const text = redact(`${result.stdout}${result.stderr}`);
    throw /currently locked by/.test(text) ? this.#locked(text) : this.#failed(args, text);
  }

  /** The state, secrets still encrypted. */
  async state(): Promise<StackState> {
    const { deployment } = JSON.parse(await this.run("stack", "export"));
    return { resources: deployment.resources ?? [], pending: deployment.pending_operations ?? [] };
  }

  /** Plain configuration values by full key; encrypted ones are left out. */
  async plainConfig(): Promise<Readonly<Record<string, string>>> {
    const entries = Object.entries<{ value?: string }>(JSON.parse(await this.run("config", "--json")));
    return Object.fromEntries(
      entries.flatMap(([key, { value }]) => (value === undefined ? [] : [[key, value]])),
    );
  }

  #locked(text: string): UserError {
    const who = /created by .*/.exec(text)?.[0];
    return new UserError({
      code: "stack-locked",
      what: `another run holds the lock of stack ${this.stack}${who ? `, ${who}` : ""}.`,
      where: this.stack,
      next: [
        `pulumi cancel --yes --stack ${this.stack}   (only if you are sure that nothing runs; then this again)`,
      ],
    });
  }

  #failed(args: readonly string[], text: string): UserError {
    const lines = text.split("\n").filter((line) => /^\s*error: /.test(line));
    return new UserError({
      code: "engine-failed",
      what: `pulumi ${args.slice(0, 2).join(" ")} failed: ${lines.join(" ").trim() || text.trim()}`,
      where: this.stack,
      state: "",
    });
  }
}
