import type { Command } from "commander";
import type { StackFile } from "../../../config/stack-file";
import {
  type Confirmation,
  type ConfirmationFlags,
  requireConfirmation,
} from "../../../terminal/confirmation";
import type { Surroundings } from "../../../terminal/surroundings";

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
