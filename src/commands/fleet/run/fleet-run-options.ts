import { availableParallelism } from "node:os";
import type { Command } from "commander";
import type { Surroundings } from "../../../terminal/surroundings";
import { wholeNumber } from "../../../terminal/whole-number";
import { type SelectionFlags, withSelection } from "../fleet-options";
import { type ReportFlags, withReports } from "../reports/report-options";
import type { WavePlan } from "./waves";

/** Options of the commands that run the engine for many stacks. */
export interface FleetRunFlags extends SelectionFlags, ReportFlags {
  /** Commit or branch since which a stack must have changed. */
  readonly changedSince?: string;
  readonly parallel: number;
  readonly canary: number;
  /** Missing: none stop it. */
  readonly maxFailures?: number;
  readonly logDir?: string;
}

const MOST = 100_000;

/** Adds them. `maxFailures`: default of `--max-failures`; undefined means that no failure stops the rest. */
export function withRunOptions(command: Command, surroundings: Surroundings, maxFailures?: number): Command {
  const selected = withSelection(command)
    .option("--changed-since <ref>", "only stacks that changed since HEAD parted from this commit or branch")
    .option("--parallel <n>", "stacks at a time", wholeNumber(1, MOST), availableParallelism())
    .option("--canary <n>", "run n stacks first, the rest only if none fails", wholeNumber(0, MOST), 0)
    .option("--max-failures <n>", "start nothing new after n failures", wholeNumber(1, MOST), maxFailures)
    .option("--log-dir <folder>", "folder of the stacks' logs (default: .plenigo-stripe/logs)");
  return withReports(selected, surroundings);
}

/** How the waves go. */
export function wavePlanOf({ parallel, canary, maxFailures }: FleetRunFlags): WavePlan {
  return { parallel, canary, maxFailures: maxFailures ?? Number.POSITIVE_INFINITY };
}
