import { startProgress, UNLIMITED } from "../../../terminal/progress";
import { placeIn } from "../../../terminal/surroundings";
import type { CliCommand } from "../../cli-command";
import { exitCodeOf, fleetReport, type StackReport } from "../report";
import { type ReportFlags, withReports, writeReports } from "../reports/report-options";
import { readFleet, type SelectionFlags, stacksToRun, withSelection } from "../select";
import { auditStacks } from "./audit";

const HELP = `
What it can't see (pulumi preview can): values that are encrypted in the stack files, the secret's tags, KMS key and reader
policy, and whether the state knows all that is there.

Examples:
  plenigo-stripe fleet audit
  plenigo-stripe fleet audit --environment live --json`;

/** `plenigo-stripe fleet audit`: is what consumers see what the stacks declare? */
export const fleetAuditCommand: CliCommand<SelectionFlags & ReportFlags> = {
  name: "audit",
  description: "Compares AWS and Stripe with the stack files, without engine and passphrase. Writes nothing.",
  declare: (command, surroundings) =>
    withReports(withSelection(command), surroundings).addHelpText("after", HELP),
  run: async (surroundings, flags) => {
    const { cwd, env, stderr } = surroundings;
    const fleet = readFleet(cwd);
    const stacks = stacksToRun(surroundings, fleet, flags);
    const progress = stderr.isTTY ? await startProgress(surroundings) : undefined;
    const onProgress = (done: number, total: number) =>
      progress?.show(`${done} of ${total} stacks looked at`, UNLIMITED);
    let reports: StackReport[];
    try {
      reports = await auditStacks(fleet, stacks, { env, onProgress });
    } finally {
      progress?.end();
    }
    const report = fleetReport("fleet audit", reports, placeIn(surroundings));
    writeReports(surroundings, report, flags);
    return exitCodeOf(report);
  },
};
