import { availableParallelism } from "node:os";
import type { Command } from "commander";
import type { StackFile } from "../../../config/stack-file";
import {
  type Confirmation,
  type ConfirmationFlags,
  requireConfirmation,
} from "../../../terminal/confirmation";
import { wholeNumber } from "../../../terminal/options";
import type { Surroundings } from "../../../terminal/surroundings";
import { type ReportFlags, withReports } from "../reports/report-options";
import { type SelectionFlags, withSelection } from "../select";
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

/** Name of the wave; answers for a single live stack too, since a pipeline does not know how many there will be. */
const WAVE = "live";

/** Adds `--yes` and `--confirm NAME`. */
export function withWaveConfirmation(command: Command): Command {
  return command
    .option("--yes", "go on without asking (stage only)")
    .option("--confirm <name>", "the live stack's name, or live: go on without asking");
}

/**
 * Asks once for all stacks of a run.
 * @param actionFor what will be done to so many stacks, see `Confirmation`
 * @throws UserError `confirmation-missing`, `cancelled`
 */
export async function confirmWave(
  surroundings: Surroundings,
  stacks: readonly StackFile[],
  flags: ConfirmationFlags,
  actionFor: (stacks: string) => string,
): Promise<void> {
  if (stacks.length === 0) return;
  const confirmation = { action: actionFor(wordsOfCounts(stacks)), ...answerFor(stacks, flags) };
  await requireConfirmation(confirmation, flags, surroundings);
}

/** What answers for a selection: the name of its only live stack, or of its only stack; else `live` or `stage`. */
function answerFor(
  stacks: readonly StackFile[],
  { confirm }: ConfirmationFlags,
): Pick<Confirmation, "name" | "environment"> {
  const live = stacks.filter(({ environment }) => environment === "live");
  const [only] = live;
  if (live.length > 1 || confirm === WAVE) return { name: WAVE, environment: "live" };
  if (only) return { name: only.stack, environment: "live" };
  const isNamed = stacks.length === 1 && stacks[0]?.stack === confirm;
  return { name: isNamed && confirm ? confirm : "stage", environment: "stage" };
}

/** How many stacks there are, in words. */
function wordsOfCounts(stacks: readonly StackFile[]): string {
  const live = stacks.filter(({ environment }) => environment === "live").length;
  const stage = stacks.length - live;
  const counts = [stage > 0 && `${stage} stage`, live > 0 && `${live} live`].filter(Boolean).join(" and ");
  return stacks.length === 1 ? `${counts} stack` : `${counts} stacks`;
}
