import { Command } from "commander";
import { listStacks } from "../fleet/list";
import { exitCodeOf, type FleetReport, fleetReport } from "../fleet/report";
import { readFleet, selectStacks } from "../fleet/select";
import { type SelectionFlags, selectionOf, withSelection } from "./fleet-options";
import { lookOf } from "./look";
import { tableLines } from "./table";

interface ListFlags extends SelectionFlags {
  readonly json?: boolean;
}

/** `plenigo-stripe fleet list`: the stacks that the project declares, and what is wrong with their files. */
export function fleetListCommand(done: (code: number) => void): Command {
  return withSelection(new Command("list"))
    .description("Shows the stacks of all tenants and every mistake in their files, templates too.")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      "\nExamples:\n  plenigo-stripe fleet list\n  plenigo-stripe fleet list --tenant 'acme*' --environment live",
    )
    .action((flags: ListFlags) => {
      const fleet = readFleet(process.cwd());
      const isAll = !flags.tenant && !flags.environment && !flags.stack;
      const wanted = isAll
        ? undefined
        : new Set(selectStacks(fleet, selectionOf(flags)).map(({ stack }) => stack));
      const report = fleetReport(
        "fleet list",
        listStacks(fleet).filter(({ stack }) => wanted?.has(stack) ?? true),
      );
      process.stdout.write(flags.json ? `${JSON.stringify(report)}\n` : listText(report));
      done(exitCodeOf(report));
    });
}

function listText({ stacks }: FleetReport): string {
  const look = lookOf(process.stdout);
  const rows = stacks.map(({ tenant, environment, companyId, stripeAccountId, file }) =>
    [tenant, environment, companyId, stripeAccountId, file].map((cell) => cell ?? "-"),
  );
  const problems = stacks.flatMap(({ stack, status, findings }) =>
    findings.map(({ message }) => look.line(status === "ok" ? "note" : "failure", `${stack}: ${message}`)),
  );
  const broken = stacks.filter(({ status }) => status !== "ok").length;
  const templates = stacks.filter(({ findings }) => findings.some(({ code }) => code === "template")).length;
  const counts = `${stacks.length} stacks, ${templates} of them templates, ${broken} with mistakes`;
  const table = tableLines(["tenant", "environment", "company id", "account", "file"], rows);
  return [...table, "", ...problems, counts, ""].join("\n");
}
