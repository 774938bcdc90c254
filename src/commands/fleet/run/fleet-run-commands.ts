import type { StackFile } from "../../../config/stack-file";
import type { ConfirmationFlags } from "../../../terminal/confirmation";
import type { CliCommand } from "../../cli-command";
import { runFleetCommand } from "./fleet-run";
import { confirmWave, type FleetRunFlags, withRunOptions, withWaveConfirmation } from "./fleet-run-options";
import { previewStack, updateStack } from "./run-stack";

type UpFlags = FleetRunFlags & ConfirmationFlags;

const UP_HELP = `
Stage comes before live. Live asks for the stack's name, or for the word live when there are several.

Examples:
  plenigo-stripe fleet up --environment stage --yes
  plenigo-stripe fleet up --environment live --canary 3 --confirm live`;

/** `plenigo-stripe fleet up`: `pulumi up` for many stacks, in waves. */
export const fleetUpCommand: CliCommand<UpFlags> = {
  name: "up",
  description: "Updates many stacks in waves, and says what changed and which signing secrets plenigo needs.",
  declare: (command, surroundings) =>
    withWaveConfirmation(withRunOptions(command, surroundings, 1)).addHelpText("after", UP_HELP),
  run: (surroundings, flags) => {
    surroundings.keepResult();
    const confirm = (stacks: readonly StackFile[]) =>
      confirmWave(surroundings, stacks, flags, (counts) => `update ${counts}`);
    return runFleetCommand(surroundings, flags, { name: "fleet up", confirm, runStack: updateStack });
  },
};

const PREVIEW_HELP = `
Statuses: drift (somebody changed Stripe or AWS), pending (declared, not applied yet), missing (never provisioned, or gone).
After a pulumi refresh, or an update that failed on the way, Pulumi's state holds the drift already; it then counts as pending.

Examples:
  plenigo-stripe fleet preview
  plenigo-stripe fleet preview --tenant 'acme*' --parallel 4 --json
  plenigo-stripe fleet preview --changed-since origin/main --markdown comment.md`;

/** `plenigo-stripe fleet preview`: what `pulumi up` would change in many stacks; changes nothing. */
export const fleetPreviewCommand: CliCommand<FleetRunFlags> = {
  name: "preview",
  description:
    "Compares many stacks with Stripe and AWS by the engine, and tells drift from pending changes.",
  declare: (command, surroundings) =>
    withRunOptions(command, surroundings).addHelpText("after", PREVIEW_HELP),
  run: (surroundings, flags) =>
    runFleetCommand(surroundings, flags, {
      name: "fleet preview",
      confirm: async () => {},
      runStack: previewStack,
    }),
};
