import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { Journal, type JournalEntry } from "./journal";

/** What an emulator keeps between runs, in memory and, if there is a file, in that: objects, and their journal. */
export class StateFile<T> {
  readonly objects: T[] = [];
  readonly journal: Journal;

  /**
   * Starts with what the file holds, if it exists.
   *
   * @param name of the emulator, for the error of a file that is not a state of it
   * @param member of the file that has the objects
   */
  constructor(
    private readonly name: string,
    private readonly member: string,
    private readonly file?: string,
  ) {
    const state = file && existsSync(file) ? this.#read(file) : {};
    this.objects = (state[member] ?? []) as T[];
    this.journal = new Journal((state.journal ?? []) as JournalEntry[]);
  }

  /** Writes the file: completely or not at all, readable by its owner only. */
  save(): void {
    if (!this.file) return;
    const draft = `${this.file}.${process.pid}.tmp`;
    const state = { version: 1, [this.member]: this.objects, journal: this.journal.entries };
    writeFileSync(draft, JSON.stringify(state), { mode: 0o600 });
    renameSync(draft, this.file);
  }

  #read(file: string): Record<string, unknown> {
    try {
      const state = JSON.parse(readFileSync(file, "utf8"));
      if (state.version === 1 && Array.isArray(state[this.member])) return state;
    } catch (cause) {
      throw new Error(`Not a state of the ${this.name} emulator: ${file}`, { cause });
    }
    throw new Error(`Not a state of this version of the ${this.name} emulator: ${file}`);
  }
}
