import { Command } from "commander";
import type { StackFile } from "../../../config/stack-file";
import {
  type Confirmation,
  type ConfirmationFlags,
  requireConfirmation,
} from "../../../terminal/confirmation";
import { keepResult } from "../../../terminal/output";
import { runFleetCommand } from "./fleet-run";
import { type FleetRunFlags, withRunOptions } from "./fleet-run-options";
import { updateStack } from "./run-stack";

type UpFlags = FleetRunFlags & ConfirmationFlags;

/** Name of the wave; answers for a single live stack too, since a pipeline does not know how many there will be. */
const WAVE = "live";

const HELP = `
Stage comes before live. Live asks for the stack's name, or for the word live when there are several.

Examples:
  plenigo-stripe fleet up --environment stage --yes
  plenigo-stripe fleet up --environment live --canary 3 --confirm live`;

/** `plenigo-stripe fleet up`: `pulumi up` for many stacks, in waves. */
export function fleetUpCommand(done: (code: number) => void): Command {
  return withRunOptions(new Command("up"), 1)
    .description(
      "Updates many stacks in waves, and says what changed and which signing secrets plenigo needs.",
    )
    .option("--yes", "go on without asking (stage only)")
    .option("--confirm <name>", "the live stack's name, or live: go on without asking")
    .addHelpText("after", HELP)
    .action(async (flags: UpFlags) => {
      keepResult();
      const confirm = (stacks: readonly StackFile[]) => confirmUpdate(stacks, flags);
      done(await runFleetCommand({ name: "fleet up", confirm, runStack: updateStack }, flags));
    });
}

/** @throws UserError `confirmation-missing` */
async function confirmUpdate(stacks: readonly StackFile[], flags: ConfirmationFlags): Promise<void> {
  if (stacks.length === 0) return;
  await requireConfirmation(
    { action: `update ${wordsOfCounts(stacks)}`, ...answerFor(stacks, flags) },
    flags,
  );
}

/** What answers for a selection: the name of its only live stack, or of its only stack; else `live` or `stage`. */
export function answerFor(
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
export function wordsOfCounts(stacks: readonly StackFile[]): string {
  const live = stacks.filter(({ environment }) => environment === "live").length;
  const stage = stacks.length - live;
  const counts = [stage > 0 && `${stage} stage`, live > 0 && `${live} live`].filter(Boolean).join(" and ");
  return stacks.length === 1 ? `${counts} stack` : `${counts} stacks`;
}
