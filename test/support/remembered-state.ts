import type { RecoverTarget } from "../../src/commands/recover/recover";
import type { DeploymentResource, ExportedState } from "../../src/engine/deployment";
import type { ConfigValue } from "../../src/engine/pulumi-stack";

/** A state backend in memory, with the calls that were made to it. */
export class RememberedState {
  /** Undefined: the backend does not know the stack. */
  state: ExportedState | undefined;
  readonly calls: string[] = [];

  constructor(
    readonly stack: string,
    readonly values: Record<string, ConfigValue>,
  ) {}

  get resources(): readonly DeploymentResource[] {
    return this.state?.deployment.resources ?? [];
  }

  /** Names of the resources, in their order. */
  get names(): string[] {
    return this.resources.map(({ urn }) => urn.split("::").at(-1) ?? "");
  }

  resource(name: string): DeploymentResource | undefined {
    return this.resources.find(({ urn }) => urn.endsWith(`::${name}`));
  }

  /** What stands in for the engine. */
  engine(): RecoverTarget["engine"] {
    const call = (name: string) => void this.calls.push(name);
    return {
      stack: this.stack,
      exportState: async () => structuredClone(this.state),
      config: async () => this.values,
      importState: async (state) => {
        call("import");
        this.state = JSON.parse(JSON.stringify(state));
      },
      make: async () => {
        call("make");
        this.state = { version: 3, deployment: {} };
      },
      removeEmpty: async () => {
        call("remove");
        this.state = undefined;
      },
      cancel: async () => call("cancel"),
    };
  }
}
