import { Command } from "commander";
import { fleetAuditCommand } from "./audit/fleet-audit-command";
import { fleetKubernetesCommand } from "./kubernetes/fleet-kubernetes-command";
import { fleetListCommand } from "./list/fleet-list-command";
import { fleetMatrixCommand } from "./matrix/fleet-matrix-command";
import { fleetRecoverCommand } from "./recover/fleet-recover-command";
import { fleetPreviewCommand } from "./run/fleet-preview-command";
import { fleetUpCommand } from "./run/fleet-up-command";

/** `plenigo-stripe fleet …`: commands for all stacks of a project. `done` takes the exit code. */
export function fleetCommand(done: (code: number) => void): Command {
  return new Command("fleet")
    .description("Commands for all tenants of the project at once.")
    .addCommand(fleetListCommand(done))
    .addCommand(fleetAuditCommand(done))
    .addCommand(fleetPreviewCommand(done))
    .addCommand(fleetUpCommand(done))
    .addCommand(fleetRecoverCommand(done))
    .addCommand(fleetMatrixCommand(done))
    .addCommand(fleetKubernetesCommand(done));
}
