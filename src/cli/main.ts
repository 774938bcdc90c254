import { Command, CommanderError } from "commander";
import { type CliCommand, type CommandGroup, EXIT, type ExitCode } from "../commands/cli-command";
import { completionCommand } from "../commands/completion/completion-command";
import { doctorCommand } from "../commands/doctor/doctor-command";
import { fleetCommands } from "../commands/fleet/fleet-command";
import { handoverCommand } from "../commands/handover/handover-command";
import { initCommand } from "../commands/init/init-command";
import { newCommand } from "../commands/new/new-command";
import { recoverCommand } from "../commands/recover/recover-command";
import { rotateCommand } from "../commands/rotate/rotate-command";
import { verifyCommand } from "../commands/verify/verify-command";
import { type ErrorCode, errorLines, messageOf, UserError } from "../errors";
import { fitted, printableLine } from "../terminal/lines";
import { careForOutput, type Output } from "../terminal/output";
import { placeIn, type Surroundings } from "../terminal/surroundings";
import { inNamedFolder, withSharedOptions } from "./shared-options";

const COMMANDS: readonly (CliCommand | CommandGroup)[] = [
  newCommand,
  initCommand,
  doctorCommand,
  handoverCommand,
  verifyCommand,
  rotateCommand,
  recoverCommand,
  fleetCommands,
];

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
 * Runs `plenigo-stripe` as this process and ends it with the exit code: what is still under way then, such as a call that
 * got no answer, must not keep it. A result that could not be written is a failure.
 */
export async function runProcess(words: readonly string[]): Promise<never> {
  const output = careForOutput(process);
  const code = await main(words, surroundingsOfProcess(output));
  await output.flushed();
  process.exit(output.isResultLost && (code === EXIT.ok || code === EXIT.notAsDeclared) ? EXIT.failed : code);
}

function surroundingsOfProcess({ keepResult }: Output): Surroundings {
  const { env, stdout, stderr } = process;
  const sleep = (ms: number) => new Promise<void>((done) => void setTimeout(done, ms));
  return {
    ...{ env, stdout, stderr, keepResult },
    cwd: process.cwd(),
    // Node opens it when it is first asked for.
    get stdin() {
      return process.stdin;
    },
    clock: { now: Date.now, sleep },
    enter: (folder) => process.chdir(folder),
  };
}

/** Runs `plenigo-stripe` with the words of the command line. Results are on standard output, everything else on standard error. */
export async function main(words: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  let here = surroundings;
  try {
    here = inNamedFolder(words, surroundings);
    return await run(words, here);
  } catch (error) {
    return exitCodeOf(error, here);
  }
}

async function run(words: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  const program = withSharedOptions(new Command("plenigo-stripe"), surroundings).description(
    "Commands around the Pulumi project that links plenigo tenants with Stripe.",
  );
  const add = (parent: Command, added: CliCommand | CommandGroup) => {
    const command = parent.command(added.name).description(added.description);
    if ("commands" in added) {
      for (const child of added.commands) add(command, child);
      return;
    }
    added.declare(command, surroundings).action(async (...given: unknown[]) => {
      // commander gives the operands, then the options, then itself.
      code = await added.run(surroundings, given.at(-2), ...given.slice(0, -2));
    });
  };
  for (const command of [...COMMANDS, completionCommand(program)]) add(program, command);
  await program.parseAsync([...words], { from: "user" });
  return code;
}

function exitCodeOf(error: unknown, surroundings: Surroundings): ExitCode {
  const { stderr } = surroundings;
  // commander has printed its own message by now; help and version are no errors.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof UserError) {
    const lines = errorLines(error, placeIn(surroundings)).map(printableLine);
    stderr.write(`${fitted(lines, stderr)}\n`);
    return USAGE_ERRORS.has(error.code) ? EXIT.usage : EXIT.failed;
  }
  stderr.write(`this is a bug of plenigo-stripe: ${messageOf((error as Error)?.stack ?? error)}\n`);
  return EXIT.failed;
}
