import type { Line, Place } from "../../../remedies";
import type { Look } from "../../../terminal/look";
import { placeIn } from "../../../terminal/surroundings";
import type { CliCommand } from "../../cli-command";
import { exitCodeOf, type FleetReport, fleetReport } from "../report";
import { cleaned } from "../reports/cleaned";
import { type ReportFlags, withReports, writeReports } from "../reports/report-options";
import { reportLines } from "../reports/text";
import { readFleet, type SelectionFlags, selectionOf, selectStacks, withSelection } from "../select";
import { listStacks } from "./list";

const EXAMPLES = `
Examples:
  plenigo-stripe fleet list
  plenigo-stripe fleet list --tenant 'acme*' --environment live`;

/** `plenigo-stripe fleet list`: the stacks that the project declares, and what is wrong with their files. */
export const fleetListCommand: CliCommand<SelectionFlags & ReportFlags> = {
  name: "list",
  description: "Shows the stacks of all tenants and every mistake in their files, templates too.",
  declare: (command, surroundings) =>
    withReports(withSelection(command), surroundings).addHelpText("after", EXAMPLES),
  run: (surroundings, flags) => {
    const fleet = readFleet(surroundings.cwd);
    const isAll = !flags.tenant && !flags.environment && !flags.stack;
    const wanted = isAll
      ? undefined
      : new Set(selectStacks(fleet, selectionOf(flags)).map(({ stack }) => stack));
    const stacks = listStacks(fleet).filter(({ stack }) => wanted?.has(stack) ?? true);
    const report = fleetReport("fleet list", stacks, placeIn(surroundings));
    writeReports(surroundings, report, flags, listLines);
    return exitCodeOf(report);
  },
};

function listLines(report: FleetReport, look: Look, place: Place): Line[] {
  const rows = cleaned(report).stacks.map(({ tenant, environment, companyId, stripeAccountId, file }) =>
    [tenant, environment, companyId, stripeAccountId, file].map((cell) => cell ?? "-"),
  );
  const table = tableLines(["tenant", "environment", "company id", "account", "file"], rows);
  return [...table, "", ...reportLines(report, look, place)];
}

/** Lines of a table: cells padded to their column, the last one as long as it is; nothing for no rows. */
function tableLines(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const widths = header.map((title, index) =>
    Math.max(title.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  return [header, ...rows].map((row) =>
    row
      .map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}
