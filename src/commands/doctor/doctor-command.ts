import { Argument } from "commander";
import type { Line } from "../../remedies";
import { fitted, stepLines } from "../../terminal/lines";
import { type Look, lookOf, type Tone } from "../../terminal/look";
import { type CliCommand, EXIT } from "../cli-command";
import { CHECK_STATUSES, type CheckOutcome, type CheckStatus } from "./check";
import { CHECKS, type DoctorReport, examine } from "./doctor";

interface DoctorFlags {
  readonly stack?: string;
  readonly listChecks?: boolean;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  plenigo-stripe doctor
  plenigo-stripe doctor --stack acme.live
  plenigo-stripe doctor aws-identity clock`;

const TONES: Readonly<Record<CheckStatus, Tone>> = {
  ok: "ok",
  warning: "warning",
  failure: "failure",
  skipped: "note",
};

/** `plenigo-stripe doctor`: whether everything is in order for a run, and what fixes it. */
export const doctorCommand: CliCommand<DoctorFlags, [string[]]> = {
  name: "doctor",
  description: "Checks machine and project, with --stack also keys, AWS and Stripe; writes nothing.",
  declare: (command, { env }) =>
    command
      .addArgument(
        new Argument("[checks...]", "checks to run; default: all").choices(CHECKS.map(({ id }) => id)),
      )
      .option("--stack <name>", "stack to look at", env.PULUMI_STACK)
      .option("--list-checks", "say which checks there are")
      .option("--json", "print one JSON document")
      .addHelpText("after", EXAMPLES),
  run: async (surroundings, { stack, listChecks, json }, ids) => {
    const { stdout, env } = surroundings;
    const print = (line: string) => void stdout.write(`${line}\n`);
    if (listChecks) {
      printChecks(print, Boolean(json));
      return EXIT.ok;
    }
    const look = lookOf(stdout, env);
    const onOutcome = (outcome: CheckOutcome) => {
      if (!json) print(fitted(outcomeLines(look, outcome), stdout));
    };
    const report = await examine({ surroundings, stack, ids, onOutcome });
    print(json ? JSON.stringify(report) : closing(report));
    return report.summary.failure > 0 ? EXIT.failed : EXIT.ok;
  },
};

const WIDTH = Math.max(...CHECKS.map(({ id }) => id.length));

function printChecks(print: (line: string) => void, isJson: boolean): void {
  const list = CHECKS.map(({ id, about, ofStack = false }) => ({ id, about, ofStack }));
  if (isJson) {
    print(JSON.stringify({ schemaVersion: 1, command: "doctor --list-checks", checks: list }));
    return;
  }
  for (const { id, about, ofStack } of list)
    print(`${id.padEnd(WIDTH)}  ${about}${ofStack ? " (--stack)" : ""}`);
}

function outcomeLines(look: Look, { id, status, message, next }: CheckOutcome): Line[] {
  const text = status === "skipped" ? `skipped: ${message}` : message;
  return [look.line(TONES[status], `${id.padEnd(WIDTH)}  ${text}`), ...stepLines(next, undefined, "    ")];
}

function closing({ summary, stack }: DoctorReport): string {
  const counts = CHECK_STATUSES.filter((status) => summary[status] > 0).map((status) => {
    const isCounted = status === "warning" || status === "failure";
    return `${summary[status]} ${status}${isCounted && summary[status] > 1 ? "s" : ""}`;
  });
  const hint = stack === null ? "; with --stack NAME it looks at a stack, too" : "";
  return `${counts.join(", ")}${hint}`;
}
