import { Argument, Command } from "commander";
import { wordsOfStep } from "../../remedies";
import { type Look, lookOf, type Tone } from "../../terminal/look";
import { EXIT } from "../exit-codes";
import { CHECK_STATUSES, type CheckStatus } from "./check";
import { CHECKS, type DoctorReport, examine } from "./doctor";
import type { CheckOutcome } from "./run-checks";

interface DoctorFlags {
  readonly stack?: string;
  readonly listChecks?: boolean;
  readonly json?: boolean;
}

const TONES: Readonly<Record<CheckStatus, Tone>> = {
  ok: "ok",
  warning: "warning",
  failure: "failure",
  skipped: "note",
};

/** `plenigo-stripe doctor`: whether everything is in order for a run, and what fixes it. `done` takes the exit code. */
export function doctorCommand(done: (code: number) => void): Command {
  return new Command("doctor")
    .description("Checks machine and project, with --stack also keys, AWS and Stripe; writes nothing.")
    .addArgument(
      new Argument("[checks...]", "checks to run; default: all").choices(CHECKS.map(({ id }) => id)),
    )
    .option("--stack <name>", "stack to look at", process.env.PULUMI_STACK)
    .option("--list-checks", "say which checks there are")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      "\nExamples:\n  plenigo-stripe doctor\n  plenigo-stripe doctor --stack acme.live\n  plenigo-stripe doctor aws-identity clock",
    )
    .action(async (ids: string[], flags: DoctorFlags) => {
      const look = lookOf(process.stdout);
      const print = (line: string) => process.stdout.write(`${line}\n`);
      if (flags.listChecks) return listChecks(print, Boolean(flags.json));
      const onOutcome = (outcome: CheckOutcome) => {
        if (!flags.json) for (const line of outcomeLines(look, outcome)) print(line);
      };
      const report = await examine({
        folder: process.cwd(),
        stack: flags.stack,
        ids,
        env: process.env,
        onOutcome,
      });
      print(flags.json ? JSON.stringify(report) : closing(report));
      done(report.summary.failure > 0 ? EXIT.failed : EXIT.ok);
    });
}

const WIDTH = Math.max(...CHECKS.map(({ id }) => id.length));

function listChecks(print: (line: string) => void, isJson: boolean): void {
  const list = CHECKS.map(({ id, about, ofStack = false }) => ({ id, about, ofStack }));
  if (isJson) {
    print(JSON.stringify({ schemaVersion: 1, command: "doctor --list-checks", checks: list }));
    return;
  }
  for (const { id, about, ofStack } of list)
    print(`${id.padEnd(WIDTH)}  ${about}${ofStack ? " (--stack)" : ""}`);
}

function outcomeLines(look: Look, { id, status, message, next }: CheckOutcome): string[] {
  const text = status === "skipped" ? `skipped: ${message}` : message;
  const steps = next.map((step, index) => `    ${index === 0 ? "next" : "or  "}  ${wordsOfStep(step)}`);
  return [look.line(TONES[status], `${id.padEnd(WIDTH)}  ${text}`), ...steps];
}

function closing({ summary, stack }: DoctorReport): string {
  const counts = CHECK_STATUSES.filter((status) => summary[status] > 0).map((status) => {
    const isCounted = status === "warning" || status === "failure";
    return `${summary[status]} ${status}${isCounted && summary[status] > 1 ? "s" : ""}`;
  });
  const hint = stack === null ? "; with --stack NAME it looks at a stack, too" : "";
  return `${counts.join(", ")}${hint}`;
}
