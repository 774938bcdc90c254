import { Argument } from "commander";
import { type CliCommand, EXIT } from "../cli-command";
import type { CompletionNode } from "./command-tree";
import { completionScript, SHELLS, type Shell } from "./scripts";

/** `plenigo-stripe completion`: a script by which the shell completes commands, options and stacks. `nodes`: all commands. */
export function completionCommand(nodes: () => readonly CompletionNode[]): CliCommand<unknown, [Shell]> {
  return {
    name: "completion",
    description: "Prints a script that makes the shell complete commands, options and stacks.",
    declare: (command) =>
      command
        .addArgument(new Argument("<shell>", "the shell").choices(SHELLS))
        .addHelpText("after", "\nExamples:\n  source <(npx plenigo-stripe completion bash)"),
    run: ({ stdout }, _, shell) => {
      stdout.write(completionScript(shell, nodes()));
      return EXIT.ok;
    },
  };
}
