import type { CliCommand } from "../../cli-command";
import { runFleetCommand } from "./fleet-run";
import { type FleetRunFlags, withRunOptions } from "./fleet-run-options";
import { previewStack } from "./run-stack";

const HELP = `
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
  declare: (command, surroundings) => withRunOptions(command, surroundings).addHelpText("after", HELP),
  run: (surroundings, flags) =>
    runFleetCommand(surroundings, flags, {
      name: "fleet preview",
      confirm: async () => {},
      runStack: previewStack,
    }),
};
