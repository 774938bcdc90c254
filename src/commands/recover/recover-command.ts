import { readProject } from "../../config/project";
import { PulumiStack } from "../../engine/pulumi-stack";
import { pulumi, type Remedy } from "../../remedies";
import { type ConfirmationFlags, requireConfirmation } from "../../terminal/confirmation";
import { fitted, stepLines } from "../../terminal/lines";
import { lookOf } from "../../terminal/look";
import { type Surroundings, stepsIn } from "../../terminal/surroundings";
import { type CliCommand, EXIT, type ExitCode } from "../cli-command";
import { locksOf } from "../stack-lock";
import { onStack, type SelectedStack } from "../stack-option";
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

/** `plenigo-stripe recover`: rebuilds a stack's state from AWS and Stripe. */
export const recoverCommand: CliCommand<RecoverFlags> = {
  name: "recover",
  description:
    "Rebuilds Pulumi's state of a stack from AWS and Stripe: after a killed run, or when the state is lost or old.",
  declare: (command) =>
    command
      .option("--stack <name>", "stack to recover")
      .option("--yes", "go on without asking (stage only)")
      .option("--confirm <name>", "the stack's name, typed: go on without asking, on live too")
      .option("--json", "print one JSON document")
      .addHelpText("after", HELP),
  run: (surroundings, flags) => {
    surroundings.keepResult();
    return onStack(surroundings, flags.stack, async (selected) => {
      const recovered = await recover(surroundings, selected, flags);
      const text = (flags.json ? report : closing)(surroundings, selected.stack, recovered);
      surroundings.stdout.write(text);
      return exitCodeOf(recovered);
    });
  },
};

async function recover(
  surroundings: Surroundings,
  selected: SelectedStack,
  flags: RecoverFlags,
): Promise<Recovered> {
  const { cwd, env, stderr } = surroundings;
  const { stack, environment } = selected;
  const project = readProject(cwd);
  const engine = new PulumiStack(stack, surroundings);
  const lock = await locksOf(surroundings)(project.name, stack);
  const log = (line: string) => void stderr.write(`${line}\n`);
  const confirm = async (findings: readonly RecoverFinding[]) => {
    for (const { message } of findings.filter(({ isRepaired }) => isRepaired))
      log(lookOf(stderr, env).line("warning", message));
    const confirmation = { action: actionFor(findings, stack), name: stack, environment };
    await requireConfirmation(confirmation, flags, surroundings);
  };
  return recoverStack({ project, selected, engine, env, lock }, { confirm, log });
}

/** A secret of somebody else is told of in the question itself. */
function actionFor(findings: readonly RecoverFinding[], stack: string): string {
  const foreign = findings.some(({ code }) => code === "foreign-secret");
  return foreign
    ? `take over a connection secret that stack ${stack} did not make`
    : `change Pulumi's state of stack ${stack}`;
}

/** What is left for a person decides; what was put right does not count. */
export function exitCodeOf({ findings }: Pick<Recovered, "findings">): ExitCode {
  const codes = findings.map(({ code }) => code);
  if (codes.includes("signing-secret-missing")) return EXIT.failed;
  return codes.includes("generation-differs") ? EXIT.notAsDeclared : EXIT.ok;
}

function closing(
  surroundings: Surroundings,
  stack: string,
  { findings, isChanged, isNeverProvisioned }: Recovered,
): string {
  const { stdout, env } = surroundings;
  const look = lookOf(stdout, env);
  const steps = (remedies: readonly Remedy[]) => stepLines(stepsIn(surroundings, remedies, stack));
  const left = findings.filter(({ isRepaired }) => !isRepaired);
  const what = isChanged
    ? "Recovered: the state knows again what stands in AWS and Stripe."
    : isNeverProvisioned
      ? "Nothing to recover: neither the state backend nor AWS knows the stack."
      : "Nothing to recover: the state knows all there is.";
  const lines = [
    ...left.flatMap(({ message, next = [] }) => [look.line("warning", message), ...steps(next)]),
    look.line("ok", what),
    ...(left.length === 0 ? steps([pulumi("up")]) : []),
    "",
  ];
  return fitted(lines, stdout);
}

function report(surroundings: Surroundings, stack: string, { findings }: Recovered): string {
  const told = findings.map(({ code, message, next }) => ({
    code,
    message,
    ...(next && { next: stepsIn(surroundings, next, stack) }),
  }));
  return `${JSON.stringify({ schemaVersion: 1, command: "recover", stack, findings: told })}\n`;
}
