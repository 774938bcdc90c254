import { Command, CommanderError } from "commander";
import { completionCommand } from "../commands/completion/completion-command";
import { doctorCommand } from "../commands/doctor/doctor-command";
import { EXIT } from "../commands/exit-codes";
import { fleetCommand } from "../commands/fleet/fleet-command";
import { handoverCommand } from "../commands/handover/handover-command";
import { initCommand } from "../commands/init/init-command";
import { newCommand } from "../commands/new/new-command";
import { recoverCommand } from "../commands/recover/recover-command";
import { rotateCommand } from "../commands/rotate/rotate-command";
import { verifyCommand } from "../commands/verify/verify-command";
import { type ErrorCode, errorText, messageOf, redact, UserError } from "../errors";
import { fitted } from "../terminal/fitted";
import { beginHere, here } from "../terminal/here";
import { careForOutput } from "../terminal/output";
import { printable } from "../terminal/printable";
import { withSharedOptions } from "./shared-options";

/** Codes of errors that lie in how the command was called or configured. */
const USAGE_ERRORS = new Set<string>([
  "config-invalid",
  "confirmation-missing",
  "folder-not-empty",
  "git-history-missing",
  "git-ref-unknown",
  "git-unavailable",
  "installation-unfit",
  "kubernetes-refused",
  "no-matching-stack",
  "one-key-many-accounts",
  "passphrase-missing",
  "project-missing",
  "stack-file-missing",
  "stack-not-selected",
  "stripe-address-invalid",
] satisfies ErrorCode[]);

/**
 * Runs `plenigo-stripe` with the words of the command line.
 * @returns the exit code; results are on standard output, everything else on standard error
 */
export async function main(words: readonly string[]): Promise<number> {
  let code: number = EXIT.ok;
  beginHere();
  const program = withSharedOptions(new Command("plenigo-stripe"))
    .description("Commands around the Pulumi project that links plenigo tenants with Stripe.")
    .exitOverride()
    // commander repeats what was typed, and somebody may have typed a key.
    .configureOutput({ outputError: (text, write) => write(redact(text)) })
    .showHelpAfterError("(--help explains)");
  const done = (result: number) => {
    code = result;
  };
  for (const command of [
    newCommand(done),
    initCommand(done),
    doctorCommand(done),
    handoverCommand(done),
    verifyCommand(done),
    rotateCommand(done),
    recoverCommand(done),
    fleetCommand(done),
    completionCommand(done),
  ]) {
    addWithSettings(program, command);
  }
  try {
    await program.parseAsync([...words], { from: "user" });
    return code;
  } catch (error) {
    return exitCodeOf(error);
  }
}

/**
 * Runs `plenigo-stripe` as this process and ends it with the exit code: what is still under way then, such as a call that
 * got no answer, must not keep it. A result that could not be written is a failure.
 */
export async function runProcess(words: readonly string[]): Promise<never> {
  const output = careForOutput();
  const code = await main(words);
  await output.flushed();
  process.exit(output.isResultLost && (code === EXIT.ok || code === EXIT.notAsDeclared) ? EXIT.failed : code);
}

/** Commands made apart don't take over that errors are thrown, unless they are told to. */
function addWithSettings(parent: Command, command: Command): void {
  command.copyInheritedSettings(parent);
  for (const child of command.commands) child.copyInheritedSettings(command);
  parent.addCommand(command);
}

function exitCodeOf(error: unknown): number {
  // commander has printed its own message by now; help and version are no errors.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof UserError) {
    process.stderr.write(`${fitted(printable(errorText(error, here())), process.stderr)}\n`);
    return USAGE_ERRORS.has(error.code) ? EXIT.usage : EXIT.failed;
  }
  process.stderr.write(`this is a bug of plenigo-stripe: ${messageOf((error as Error)?.stack ?? error)}\n`);
  return EXIT.failed;
}
