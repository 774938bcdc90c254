import { Command } from "commander";
import type { StackFile } from "../../../config/stack-file";
import { type ConfirmationFlags, requireConfirmation } from "../../../terminal/confirmation";
import { runFleetCommand } from "../run/fleet-run";
import { type FleetRunFlags, withRunOptions } from "../run/fleet-run-options";
import { answerFor, wordsOfCounts } from "../run/fleet-up-command";
import { recoverFleetStack } from "./recover-fleet-stack";

type RecoverFlags = FleetRunFlags & ConfirmationFlags;

const HELP = `
Changes Pulumi's states alone: nothing is written to Stripe or AWS, and states that know all there is stay as they are.
Statuses: ok (the state fits), drift (the stack's file declares another generation), missing (neither the state backend nor AWS knows the stack).

Examples:
  plenigo-stripe fleet recover --environment stage --yes
  plenigo-stripe fleet recover --confirm live --json`;

/** `plenigo-stripe fleet recover`: rebuilds the states of many stacks from AWS and Stripe, in waves. */
export function fleetRecoverCommand(done: (code: number) => void): Command {
  return withRunOptions(new Command("recover"), 1)
    .description(
      "Rebuilds Pulumi's states of many stacks from AWS and Stripe: when the state backend is lost or old.",
    )
    .option("--yes", "go on without asking (stage only)")
    .option("--confirm <name>", "the live stack's name, or live: go on without asking")
    .addHelpText("after", HELP)
    .action(async (flags: RecoverFlags) => {
      const confirm = (stacks: readonly StackFile[]) => confirmRecovery(stacks, flags);
      const runStack = (_: unknown, file: StackFile) => recoverFleetStack(process.cwd(), file);
      done(await runFleetCommand({ name: "fleet recover", confirm, runStack }, flags));
    });
}

/** @throws UserError `confirmation-missing` */
async function confirmRecovery(stacks: readonly StackFile[], flags: ConfirmationFlags): Promise<void> {
  if (stacks.length === 0) return;
  const action = `change Pulumi's state of ${wordsOfCounts(stacks)} where it does not fit`;
  await requireConfirmation({ action, ...answerFor(stacks, flags) }, flags);
}
