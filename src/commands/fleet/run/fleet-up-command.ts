import type { StackFile } from "../../../config/stack-file";
import type { ConfirmationFlags } from "../../../terminal/confirmation";
import type { CliCommand } from "../../cli-command";
import { runFleetCommand } from "./fleet-run";
import { type FleetRunFlags, withRunOptions } from "./fleet-run-options";
import { updateStack } from "./run-stack";
import { confirmWave, withWaveConfirmation } from "./wave-confirmation";

type UpFlags = FleetRunFlags & ConfirmationFlags;

const HELP = `
Stage comes before live. Live asks for the stack's name, or for the word live when there are several.

Examples:
  plenigo-stripe fleet up --environment stage --yes
  plenigo-stripe fleet up --environment live --canary 3 --confirm live`;

/** `plenigo-stripe fleet up`: `pulumi up` for many stacks, in waves. */
export const fleetUpCommand: CliCommand<UpFlags> = {
  name: "up",
  description: "Updates many stacks in waves, and says what changed and which signing secrets plenigo needs.",
  declare: (command, surroundings) =>
    withWaveConfirmation(withRunOptions(command, surroundings, 1)).addHelpText("after", HELP),
  run: (surroundings, flags) => {
    surroundings.keepResult();
    const confirm = (stacks: readonly StackFile[]) =>
      confirmWave(surroundings, stacks, flags, (counts) => `update ${counts}`);
    return runFleetCommand(surroundings, flags, { name: "fleet up", confirm, runStack: updateStack });
  },
};
