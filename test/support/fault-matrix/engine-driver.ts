import type { EndpointOutputs } from "../../../src/endpoint/endpoint-state";
import type { ProviderCalls } from "../dynamic-provider";
import type { DeclaredEndpoint, Program } from "./program";

type Bag = Record<string, unknown>;
type Config = Readonly<Record<string, string>>;

/** An endpoint in Pulumi's state. */
export interface StateEntry {
  readonly name: string;
  readonly id: string;
  readonly inputs: Bag;
  readonly outs: EndpointOutputs;
  /** Replaced, and still to be deleted. */
  readonly isReplaced?: true;
}

/** A state at one time. */
export interface StateSnapshot {
  readonly entries: readonly StateEntry[];
  readonly config?: Config;
}

/** Starts the provider as for a run of its own. */
export type OpenProvider = (config: Config) => Promise<ProviderCalls>;

/** A check that refused: Pulumi starts no further step. */
export class CheckFailed extends Error {}

/**
 * The part of Pulumi's engine that decides what is asked of the provider and what the state holds afterwards, with
 * `refresh: always`: a run reads what the state holds with the configuration of the last run, then registers what the
 * program declares, then stores the connection secret, and last deletes what is not declared any more. A step that
 * fails leaves the state as it was; what does not depend on it goes on.
 */
export class EngineDriver {
  /** Pulumi's state. */
  entries: readonly StateEntry[] = [];
  /** Signing secrets in the connection secret, by endpoint id. */
  stored: Readonly<Record<string, string>> = {};
  #config: Config | undefined;

  /** `store`: writes the connection secret; what it throws ends the run before anything is deleted. */
  constructor(
    public open: OpenProvider,
    private readonly store: (
      signingSecrets: Readonly<Record<string, string>>,
    ) => void | Promise<void> = () => {},
  ) {}

  /** What a state backend keeps, as it is now. */
  snapshot(): StateSnapshot {
    return { entries: this.entries, config: this.#config };
  }

  /** Another state, as after a `pulumi login` or from a backup; none is a stack that was just made. */
  restore({ entries, config }: StateSnapshot = { entries: [] }): void {
    this.entries = entries;
    this.#config = config;
  }

  /** Configuration that the state holds: that of the last run of a program. */
  get config(): Config | undefined {
    return this.#config;
  }

  /** `pulumi preview`. @throws what the provider threw, or CheckFailed */
  async preview(program: Program): Promise<{ changes: boolean }> {
    const { entries, provider } = await this.#refreshed(program.config);
    let changes = entries.length !== this.entries.length || entries.length !== program.endpoints.length;
    for (const declared of knowing(this.entries, program)) {
      const { action } = await planned(provider, entries, declared);
      if (action !== "same") changes = true;
    }
    return { changes };
  }

  /** `pulumi refresh`. */
  async refresh(): Promise<void> {
    this.entries = (await this.#refreshed()).entries;
  }

  /** `pulumi up --skip-preview`. */
  async up(program: Program): Promise<void> {
    const { entries, provider } = await this.#refreshed(program.config);
    this.entries = entries;
    this.#config = program.config;
    const errors: unknown[] = [];
    for (const declared of knowing(entries, program)) {
      if (errors.some((error) => error instanceof CheckFailed)) break;
      await this.#register(provider, declared).catch((error) => errors.push(error));
    }
    if (errors.length > 0) throw errors[0];
    const names = program.endpoints.map(({ name }) => name);
    const live = this.entries.filter((entry) => names.includes(entry.name) && !entry.isReplaced);
    const signingSecrets = Object.fromEntries(live.map(({ id, outs }) => [id, outs.signingSecret]));
    await this.store(signingSecrets);
    this.stored = signingSecrets;
    await this.#remove(
      provider,
      this.entries.filter((entry) => !live.includes(entry)),
    );
  }

  /** `pulumi destroy`: the connection secret goes first, since it depends on the endpoints. */
  async destroy(): Promise<void> {
    const { entries, provider } = await this.#refreshed();
    this.entries = entries;
    await this.store({});
    this.stored = {};
    await this.#remove(provider, entries);
  }

  /**
   * Reads what the state holds, with the configuration that the state holds; the same process goes on with the run if
   * the configuration has not changed.
   */
  async #refreshed(config?: Config): Promise<{ entries: StateEntry[]; provider: ProviderCalls }> {
    const old = this.#config ?? config ?? {};
    const provider = await this.open(old);
    const entries: StateEntry[] = [];
    for (const entry of this.entries) {
      const { id, props, inputs } = entry.isReplaced
        ? { id: entry.id, props: entry.outs, inputs: entry.inputs }
        : await provider.read(entry.id, { ...entry.outs });
      if (!id) continue;
      await provider.diff(id, { ...props }, entry.inputs);
      entries.push({ ...entry, inputs: { ...inputs }, outs: props as unknown as EndpointOutputs });
    }
    const isSame = !config || JSON.stringify(config) === JSON.stringify(old);
    return { entries, provider: isSame ? provider : await this.open(config) };
  }

  async #register(provider: ProviderCalls, declared: DeclaredEndpoint): Promise<void> {
    const { action, old, inputs } = await planned(provider, this.entries, declared);
    if (!old || action === "create") return this.#create(provider, declared.name, inputs, old);
    const isUpdate = action === "update";
    const outs = isUpdate ? await provider.update(old.id, { ...old.outs }, inputs) : old.outs;
    this.#put({ ...old, inputs, outs: outs as unknown as EndpointOutputs }, old);
  }

  async #create(provider: ProviderCalls, name: string, inputs: Bag, replaced?: StateEntry): Promise<void> {
    const { id, outs } = await provider.create(inputs);
    if (replaced) this.#put({ ...replaced, isReplaced: true }, replaced);
    this.entries = [...this.entries, { name, id, inputs, outs: outs as unknown as EndpointOutputs }];
  }

  #put(entry: StateEntry, before: StateEntry): void {
    this.entries = this.entries.map((candidate) => (candidate === before ? entry : candidate));
  }

  async #remove(provider: ProviderCalls, entries: readonly StateEntry[]): Promise<void> {
    const errors: unknown[] = [];
    for (const entry of entries) {
      try {
        await provider.remove(entry.id, { ...entry.outs });
        this.entries = this.entries.filter((candidate) => candidate !== entry);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }
}

/** The program's endpoints, with what the engine tells it of the state. */
function knowing(entries: readonly StateEntry[], { endpoints }: Program): DeclaredEndpoint[] {
  const held = entries.map(({ id, outs }) => ({ id, generation: outs.generation, url: outs.url }));
  return endpoints.map(({ name, inputs }) => ({ name, inputs: { ...inputs, inState: { endpoints: held } } }));
}

/** What Pulumi does with a declared endpoint; `old` of a create is what it replaces. */
async function planned(
  provider: ProviderCalls,
  entries: readonly StateEntry[],
  { name, inputs: declared }: DeclaredEndpoint,
): Promise<{ action: "same" | "update" | "create"; old?: StateEntry; inputs: Bag }> {
  const old = entries.find((entry) => entry.name === name && !entry.isReplaced);
  const inputs = await checked(provider, old?.inputs ?? {}, { ...declared });
  if (!old) return { action: "create", inputs };
  const { changes, replaces } = await provider.diff(old.id, { ...old.outs }, inputs);
  if (replaces.length === 0) return { action: changes ? "update" : "same", old, inputs };
  return { action: "create", old, inputs: await checked(provider, {}, { ...declared }) };
}

async function checked(provider: ProviderCalls, olds: Bag, news: Bag): Promise<Bag> {
  const { inputs, failures } = await provider.check(olds, news);
  if (failures.length > 0) throw new CheckFailed(failures.join("\n"));
  return inputs;
}
