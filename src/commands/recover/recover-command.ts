import { Command } from "commander";
import { PulumiStack } from "../../engine/pulumi-stack";
import { type ConfirmationFlags, requireConfirmation } from "../../terminal/confirmation";
import { lookOf } from "../../terminal/look";
import { keepResult } from "../../terminal/output";
import { EXIT } from "../exit-codes";
import { findLeftovers, type Leftover, recoverLeftovers } from "./recover";

interface RecoverFlags extends ConfirmationFlags {
  readonly stack: string;
  readonly json?: boolean;
}

/** `plenigo-stripe recover`: after a killed engine, makes state and world fit again. `done` takes the exit code. */
export function recoverCommand(done: (code: number) => void): Command {
  return new Command("recover")
    .description(
      "After a killed engine: brings an unknown connection secret into the state and clears what is pending.",
    )
    .requiredOption("--stack <name>", "stack to recover", process.env.PULUMI_STACK)
    .option("--yes", "go on without asking (stage only)")
    .option("--confirm <name>", "the stack's name, typed: go on without asking, on live too")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      "\nExamples:\n  plenigo-stripe recover --stack stage\n  plenigo-stripe recover --stack acme.live --confirm acme.live",
    )
    .action(async (flags: RecoverFlags) => {
      keepResult();
      const engine = new PulumiStack(flags.stack);
      const leftovers = await findLeftovers(engine);
      const look = lookOf(process.stdout);
      if (!flags.json)
        for (const { message } of leftovers) process.stdout.write(`${look.line("warning", message)}\n`);
      const question = questionFor(leftovers);
      if (question) await requireConfirmation(question, flags.stack, flags);
      await recoverLeftovers(engine, leftovers, (line) => process.stderr.write(`${line}\n`));
      process.stdout.write(flags.json ? report(flags.stack, leftovers) : closing(flags.stack, leftovers));
      done(EXIT.ok);
    });
}

/** A secret of somebody else is never taken without a question; the rest only changes Pulumi's state. */
function questionFor(leftovers: readonly Leftover[]): string | undefined {
  if (leftovers.some((leftover) => leftover.code === "foreign-secret")) {
    return "A connection secret that this stack did not make is taken over.";
  }
  return leftovers.length > 0 ? "Pulumi's state is changed." : undefined;
}

function closing(stack: string, leftovers: readonly Leftover[]): string {
  const what = leftovers.length > 0 ? "Recovered." : "Nothing to recover: the state knows all there is.";
  return `${what}\n  next  pulumi up --stack ${stack}\n`;
}

function report(stack: string, leftovers: readonly Leftover[]): string {
  const findings = leftovers.map(({ code, message }) => ({ code, message }));
  return `${JSON.stringify({ schemaVersion: 1, command: "recover", stack, findings })}\n`;
}
