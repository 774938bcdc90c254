import { Argument, Command } from "commander";
import { EXIT } from "../exit-codes";
import { completionNodes } from "./command-tree";
import { completionScript, SHELLS, type Shell } from "./scripts";

/** `plenigo-stripe completion`: a script by which the shell completes commands, options and stacks. */
export function completionCommand(done: (code: number) => void): Command {
  return new Command("completion")
    .description("Prints a script that makes the shell complete commands, options and stacks.")
    .addArgument(new Argument("<shell>", "the shell").choices(SHELLS))
    .addHelpText("after", "\nExamples:\n  source <(npx plenigo-stripe completion bash)")
    .action((shell: Shell, _flags: unknown, command: Command) => {
      process.stdout.write(completionScript(shell, completionNodes(command.parent ?? command)));
      done(EXIT.ok);
    });
}
