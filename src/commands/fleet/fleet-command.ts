import type { CommandGroup } from "../cli-command";
import { fleetAuditCommand } from "./audit/fleet-audit-command";
import { fleetKubernetesCommand } from "./kubernetes/fleet-kubernetes-command";
import { fleetListCommand } from "./list/fleet-list-command";
import { fleetMatrixCommand } from "./matrix/fleet-matrix-command";
import { fleetRecoverCommand } from "./recover/fleet-recover-command";
import { fleetPreviewCommand, fleetUpCommand } from "./run/fleet-run-commands";

/** `plenigo-stripe fleet …`: commands for all stacks of a project. */
export const fleetCommands: CommandGroup = {
  name: "fleet",
  description: "Commands for all tenants of the project at once.",
  commands: [
    fleetListCommand,
    fleetAuditCommand,
    fleetPreviewCommand,
    fleetUpCommand,
    fleetRecoverCommand,
    fleetMatrixCommand,
    fleetKubernetesCommand,
  ],
};
