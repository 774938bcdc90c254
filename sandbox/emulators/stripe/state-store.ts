import type { Cause, JournalEntry } from "../journal";
import { StateFile } from "../state-file";
import {
  type AccountSeed,
  type AccountState,
  checkedKey,
  type EmulatedEndpoint,
  type KeySeed,
  type ModeState,
  newAccount,
} from "./emulated-state";
import type { StripeMode } from "./fake-keys";

/** All accounts of an emulator, in memory and, if there is one, in the state file. */
export class StateStore {
  readonly #state: StateFile<AccountState>;

  /**
   * Starts with what the state file holds, if it exists, and adds accounts and keys of `seeds` that it lacks.
   * Throws if the file can't be read as a state, or if a seed doesn't look like Stripe's.
   */
  constructor(seeds: readonly AccountSeed[], file?: string) {
    this.#state = new StateFile("Stripe", "accounts", file);
    for (const seed of seeds) this.mergeAccount(seed);
    this.save();
  }

  get accounts(): AccountState[] {
    return this.#state.objects;
  }

  /** What was done to endpoints, oldest first. */
  get journal(): readonly JournalEntry[] {
    return this.#state.journal.entries;
  }

  /** Writes the state file, if there is one. */
  save(): void {
    this.#state.save();
  }

  /** Does `change` and notes what became of the endpoints of that account and mode; by hand, unless a request did it. */
  noting<T>(
    accountId: string,
    mode: StripeMode,
    change: (world: ModeState) => T,
    request: Omit<Cause, "place"> = { request: null, operation: "by hand" },
  ): T {
    const world = this.world(accountId, mode);
    const byId = () => new Map(world.endpoints.map((endpoint) => [endpoint.id, { ...endpoint }]));
    return this.#state.journal.note({ ...request, place: `${accountId} ${mode}` }, byId, () => change(world));
  }

  /** Throws if there is none. */
  account(id: string): AccountState {
    return found(
      this.accounts.find((account) => account.id === id),
      `account ${id}`,
    );
  }

  /** The key and its account's place for it; throws if no account has the key. */
  key(text: string): KeySeed {
    const keys = this.accounts.flatMap((account) => account.keys);
    return found(
      keys.find(({ key }) => key === text),
      "such key",
    );
  }

  /** The endpoint, and the account and mode that it is in; throws if there is none. */
  endpoint(id: string): { endpoint: EmulatedEndpoint; accountId: string; mode: StripeMode } {
    for (const { id: accountId, modes } of this.accounts) {
      for (const mode of ["test", "live"] as const) {
        const endpoint = modes[mode].endpoints.find((candidate) => candidate.id === id);
        if (endpoint) return { endpoint, accountId, mode };
      }
    }
    throw new Error(`The emulator has no endpoint ${id}`);
  }

  /** What an account holds in one mode; throws if there is no such account. */
  world(accountId: string, mode: StripeMode): ModeState {
    return this.account(accountId).modes[mode];
  }

  /** Throws if the account or one of its keys is there already, or doesn't look like Stripe's. */
  addAccount(seed: AccountSeed): void {
    if (this.accounts.some(({ id }) => id === seed.id))
      throw new Error(`The emulator has ${seed.id} already`);
    this.mergeAccount(seed);
    this.save();
  }

  /** Throws if there is no such account, if an account has the key already, or if it doesn't look like one. */
  addKey(accountId: string, seed: KeySeed): void {
    insertKey(this.accounts, this.account(accountId), seed);
    this.save();
  }

  private mergeAccount(seed: AccountSeed): void {
    const present = this.accounts.find(({ id }) => id === seed.id);
    const account = present ?? newAccount({ id: seed.id, keys: [] });
    const missing = seed.keys.filter((wanted) => !account.keys.some(({ key }) => key === wanted.key));
    for (const keySeed of missing) insertKey(this.accounts, account, keySeed);
    if (!present) this.accounts.push(account);
  }
}

function insertKey(accounts: readonly AccountState[], account: AccountState, seed: KeySeed): void {
  if (accounts.some(({ keys }) => keys.some(({ key }) => key === seed.key))) {
    throw new Error("The emulator has this key already");
  }
  account.keys.push(checkedKey(seed));
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`The emulator has no ${what}`);
  return value;
}
