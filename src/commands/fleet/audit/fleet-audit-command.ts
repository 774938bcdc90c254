import { Command } from "commander";
import { here } from "../../../terminal/here";
import { lookOf } from "../../../terminal/look";
import { startProgress, UNLIMITED } from "../../../terminal/progress";
import { type SelectionFlags, selectionOf, withSelection } from "../fleet-options";
import { exitCodeOf, fleetReport, type StackReport } from "../report";
import { type ReportFlags, withReports, writeReports } from "../reports/report-options";
import { leftOutText, readFleet, selectStacks } from "../select";
import { auditStacks } from "./audit";

const BLIND_SPOTS = `
What it can't see (pulumi preview can): values that are encrypted in the stack files, the secret's tags, KMS key and reader
policy, and whether the state knows all that is there.`;

/** `plenigo-stripe fleet audit`: is what consumers see what the stacks declare? */
export function fleetAuditCommand(done: (code: number) => void): Command {
  return withReports(withSelection(new Command("audit")))
    .description(
      "Compares AWS and Stripe with the stack files, without engine and passphrase. Writes nothing.",
    )
    .addHelpText(
      "after",
      `${BLIND_SPOTS}\n\nExamples:\n  plenigo-stripe fleet audit\n  plenigo-stripe fleet audit --environment live --json`,
    )
    .action(async (flags: SelectionFlags & ReportFlags) => {
      const fleet = readFleet(process.cwd());
      const selection = selectionOf(flags);
      const stacks = selectStacks(fleet, selection);
      const leftOut = leftOutText(fleet, selection);
      if (leftOut) process.stderr.write(`${lookOf(process.stderr).line("note", leftOut)}\n`);
      const progress = process.stderr.isTTY ? await startProgress() : undefined;
      const onProgress = (done: number, total: number) =>
        progress?.show(`${done} of ${total} stacks looked at`, UNLIMITED);
      let reports: StackReport[];
      try {
        reports = await auditStacks(fleet, stacks, { env: process.env, onProgress });
      } finally {
        progress?.end();
      }
      const report = fleetReport("fleet audit", reports, here());
      writeReports(report, flags);
      done(exitCodeOf(report));
    });
}
