import { engineFailure } from "./failure";
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
    throw engineFailure(result.stdout + result.stderr, `pulumi ${args.slice(0, 2).join(" ")}`, this.stack);
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
}
