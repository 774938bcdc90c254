import { availableParallelism } from "node:os";
import { type Command, InvalidArgumentError } from "commander";
import type { WavePlan } from "../fleet/run/waves";
import { type SelectionFlags, withSelection } from "./fleet-options";

/** Options of the commands that run the engine for many stacks. */
export interface FleetRunFlags extends SelectionFlags {
  readonly parallel: number;
  readonly canary: number;
  /** Missing: none stop it. */
  readonly maxFailures?: number;
  readonly logDir?: string;
  readonly json?: boolean;
}

/** Adds them. `maxFailures`: default of `--max-failures`; undefined means that no failure stops the rest. */
export function withRunOptions(command: Command, maxFailures?: number): Command {
  return withSelection(command)
    .option("--parallel <n>", "stacks at a time", positive, availableParallelism())
    .option("--canary <n>", "run n stacks first, the rest only if none of them fails", whole, 0)
    .option("--max-failures <n>", "start nothing new after n failures", positive, maxFailures)
    .option("--log-dir <folder>", "folder of the stacks' logs (default: .plenigo-stripe/logs)")
    .option("--json", "print one JSON document");
}

/** How the waves go. */
export function wavePlanOf({ parallel, canary, maxFailures }: FleetRunFlags): WavePlan {
  return { parallel, canary, maxFailures: maxFailures ?? Number.POSITIVE_INFINITY };
}

function positive(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number from 1.");
}

function whole(text: string): number {
  return text === "0" ? 0 : positive(text);
}
