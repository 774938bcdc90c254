import { Command } from "commander";
import { readProject } from "../../config/project";
import { PulumiStack } from "../../engine/pulumi-stack";
import { pulumi, stepOf, wordsOfStep } from "../../remedies";
import { type ConfirmationFlags, requireConfirmation } from "../../terminal/confirmation";
import { here, stepsHere } from "../../terminal/here";
import { lookOf } from "../../terminal/look";
import { keepResult } from "../../terminal/output";
import { EXIT } from "../exit-codes";
import { lockOfStack } from "../stack-lock";
import { selectedStack } from "../stack-option";
import { type Recovered, recoverStack } from "./recover";
import type { RecoverFinding } from "./recover-finding";

interface RecoverFlags extends ConfirmationFlags {
  readonly stack?: string;
  readonly json?: boolean;
}

const HELP = `
Reads what stands in AWS and Stripe, and changes Pulumi's state alone: nothing is written to Stripe or AWS.

Examples:
  plenigo-stripe recover --stack stage
  plenigo-stripe recover --stack acme.live --confirm acme.live`;

/** `plenigo-stripe recover`: rebuilds a stack's state from AWS and Stripe. `done` takes the exit code. */
export function recoverCommand(done: (code: number) => void): Command {
  return new Command("recover")
    .description(
      "Rebuilds Pulumi's state of a stack from AWS and Stripe: after a killed run, or when the state is lost or old.",
    )
    .option("--stack <name>", "stack to recover")
    .option("--yes", "go on without asking (stage only)")
    .option("--confirm <name>", "the stack's name, typed: go on without asking, on live too")
    .option("--json", "print one JSON document")
    .addHelpText("after", HELP)
    .action(async (flags: RecoverFlags) => {
      keepResult();
      done(await recover(flags));
    });
}

async function recover(flags: RecoverFlags): Promise<number> {
  const selected = await selectedStack(flags.stack);
  const { stack, environment } = selected;
  const project = readProject(process.cwd());
  const engine = new PulumiStack(stack);
  const lock = await lockOfStack(project.name, stack);
  const log = (line: string) => void process.stderr.write(`${line}\n`);
  const confirm = async (findings: readonly RecoverFinding[]) => {
    for (const { message } of findings.filter(({ isRepaired }) => isRepaired))
      log(lookOf(process.stderr).line("warning", message));
    await requireConfirmation({ action: actionFor(findings, stack), name: stack, environment }, flags);
  };
  const recovered = await recoverStack({ project, selected, engine, lock }, { confirm, log });
  process.stdout.write(flags.json ? report(stack, recovered) : closing(stack, recovered));
  return exitCodeOf(recovered);
}

/** A secret of somebody else is told of in the question itself. */
function actionFor(findings: readonly RecoverFinding[], stack: string): string {
  const foreign = findings.some(({ code }) => code === "foreign-secret");
  return foreign
    ? `take over a connection secret that stack ${stack} did not make`
    : `change Pulumi's state of stack ${stack}`;
}

/** What is left for a person decides; what was put right does not count. */
export function exitCodeOf({ findings }: Pick<Recovered, "findings">): number {
  const codes = findings.map(({ code }) => code);
  if (codes.includes("signing-secret-missing")) return EXIT.failed;
  return codes.includes("generation-differs") ? EXIT.notAsDeclared : EXIT.ok;
}

function closing(stack: string, { findings, isChanged, isNeverProvisioned }: Recovered): string {
  const look = lookOf(process.stdout);
  const left = findings.filter(({ isRepaired }) => !isRepaired);
  const lines = left.flatMap(({ message, next = [] }) => [
    look.line("warning", message),
    ...stepsHere(next, stack).map(
      (step, index) => `  ${index === 0 ? "next" : "or  "}  ${wordsOfStep(step)}`,
    ),
  ]);
  const what = isChanged
    ? "Recovered: the state knows again what stands in AWS and Stripe."
    : isNeverProvisioned
      ? "Nothing to recover: neither the state backend nor AWS knows the stack."
      : "Nothing to recover: the state knows all there is.";
  lines.push(look.line("ok", what));
  if (left.length === 0) lines.push(`  next  ${wordsOfStep(stepOf(pulumi("up"), here(stack)))}`);
  return `${lines.join("\n")}\n`;
}

function report(stack: string, { findings }: Recovered): string {
  const told = findings.map(({ code, message, next }) => ({
    code,
    message,
    ...(next && { next: stepsHere(next, stack) }),
  }));
  return `${JSON.stringify({ schemaVersion: 1, command: "recover", stack, findings: told })}\n`;
}
