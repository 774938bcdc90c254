import type { ConfirmationFlags } from "../../../terminal/confirmation";
import type { CliCommand } from "../../cli-command";
import { locksOf } from "../../stack-lock";
import { runFleetCommand } from "../run/fleet-run";
import {
  confirmWave,
  type FleetRunFlags,
  withRunOptions,
  withWaveConfirmation,
} from "../run/fleet-run-options";
import { recoverFleetStack } from "./recover-fleet-stack";

type RecoverFlags = FleetRunFlags & ConfirmationFlags;

const HELP = `
Changes Pulumi's states alone: nothing is written to Stripe or AWS, and states that know all there is stay as they are.
Statuses: ok (the state fits), drift (the stack's file declares another generation), missing (neither the state backend nor AWS knows the stack).

Examples:
  plenigo-stripe fleet recover --environment stage --yes
  plenigo-stripe fleet recover --confirm live --json`;

/** `plenigo-stripe fleet recover`: rebuilds the states of many stacks from AWS and Stripe, in waves. */
export const fleetRecoverCommand: CliCommand<RecoverFlags> = {
  name: "recover",
  description:
    "Rebuilds Pulumi's states of many stacks from AWS and Stripe: when the state backend is lost or old.",
  declare: (command, surroundings) =>
    withWaveConfirmation(withRunOptions(command, surroundings, 1)).addHelpText("after", HELP),
  run: (surroundings, flags) => {
    const findLock = locksOf(surroundings);
    return runFleetCommand(surroundings, flags, {
      name: "fleet recover",
      confirm: (stacks) => confirmWave(surroundings, stacks, flags, actionFor),
      runStack: (_, file) => recoverFleetStack(surroundings, findLock, file),
    });
  },
};

function actionFor(stacks: string): string {
  return `change Pulumi's state of ${stacks} where it does not fit`;
}
