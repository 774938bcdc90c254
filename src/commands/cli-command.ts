import type { Command } from "commander";
import type { Surroundings } from "../terminal/surroundings";

/** Exit codes that pipelines rely on. */
export const EXIT = { ok: 0, failed: 1, usage: 2, notAsDeclared: 7 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A command of `plenigo-stripe`: how it is called, and what it does. `cli/main.ts` brings the two together. */
export interface CliCommand<Flags = unknown, Operands extends readonly unknown[] = readonly unknown[]> {
  readonly name: string;
  /** One line of help. */
  readonly description: string;
  /** Adds operands, options and examples. */
  declare(command: Command, surroundings: Surroundings): Command;
  /** @throws UserError */
  run(surroundings: Surroundings, flags: Flags, ...operands: Operands): ExitCode | Promise<ExitCode>;
}

/** Commands that share their first word: `fleet list`. */
export interface CommandGroup {
  readonly name: string;
  readonly description: string;
  readonly commands: readonly CliCommand[];
}
