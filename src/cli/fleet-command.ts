import { Command } from "commander";
import { fleetAuditCommand } from "./fleet-audit-command";
import { fleetKubernetesCommand } from "./fleet-kubernetes-command";
import { fleetListCommand } from "./fleet-list-command";
import { fleetMatrixCommand } from "./fleet-matrix-command";
import { fleetPreviewCommand } from "./fleet-preview-command";
import { fleetUpCommand } from "./fleet-up-command";

/** `plenigo-stripe fleet …`: commands for all stacks of a project. `done` takes the exit code. */
export function fleetCommand(done: (code: number) => void): Command {
  return new Command("fleet")
    .description("Commands for all tenants of the project at once.")
    .addCommand(fleetListCommand(done))
    .addCommand(fleetAuditCommand(done))
    .addCommand(fleetPreviewCommand(done))
    .addCommand(fleetUpCommand(done))
    .addCommand(fleetMatrixCommand(done))
    .addCommand(fleetKubernetesCommand(done));
}
