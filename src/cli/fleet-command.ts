import { Command } from "commander";
import { fleetAuditCommand } from "./fleet-audit-command";
import { fleetListCommand } from "./fleet-list-command";

/** `plenigo-stripe fleet …`: commands for all stacks of a project. `done` takes the exit code. */
export function fleetCommand(done: (code: number) => void): Command {
  return new Command("fleet")
    .description("Commands for all tenants of the project at once.")
    .addCommand(fleetListCommand(done))
    .addCommand(fleetAuditCommand(done));
}
