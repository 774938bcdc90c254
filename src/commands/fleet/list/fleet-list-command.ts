import { Command } from "commander";
import type { Place } from "../../../remedies";
import { here } from "../../../terminal/here";
import type { Look } from "../../../terminal/look";
import { tableLines } from "../../../terminal/table";
import { type SelectionFlags, selectionOf, withSelection } from "../fleet-options";
import { exitCodeOf, type FleetReport, fleetReport } from "../report";
import { cleaned } from "../reports/cleaned";
import { type ReportFlags, withReports, writeReports } from "../reports/report-options";
import { reportText } from "../reports/text";
import { readFleet, selectStacks } from "../select";
import { listStacks } from "./list";

/** `plenigo-stripe fleet list`: the stacks that the project declares, and what is wrong with their files. */
export function fleetListCommand(done: (code: number) => void): Command {
  return withReports(withSelection(new Command("list")))
    .description("Shows the stacks of all tenants and every mistake in their files, templates too.")
    .addHelpText(
      "after",
      "\nExamples:\n  plenigo-stripe fleet list\n  plenigo-stripe fleet list --tenant 'acme*' --environment live",
    )
    .action((flags: SelectionFlags & ReportFlags) => {
      const fleet = readFleet(process.cwd());
      const isAll = !flags.tenant && !flags.environment && !flags.stack;
      const wanted = isAll
        ? undefined
        : new Set(selectStacks(fleet, selectionOf(flags)).map(({ stack }) => stack));
      const report = fleetReport(
        "fleet list",
        listStacks(fleet).filter(({ stack }) => wanted?.has(stack) ?? true),
        here(),
      );
      // Before the files, so that one that can't be written ends with its own exit code.
      done(exitCodeOf(report));
      writeReports(report, flags, listText);
    });
}

function listText(report: FleetReport, look: Look, place: Place): string {
  const rows = cleaned(report).stacks.map(({ tenant, environment, companyId, stripeAccountId, file }) =>
    [tenant, environment, companyId, stripeAccountId, file].map((cell) => cell ?? "-"),
  );
  const table = tableLines(["tenant", "environment", "company id", "account", "file"], rows);
  return [...table, "", reportText(report, look, place)].join("\n");
}
