import { Argument, type Command } from "commander";
import { type CliCommand, EXIT } from "../cli-command";
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

/** What can follow some words of the command line. */
export interface CompletionNode {
  /** Words of the commands so far, separated by blanks; empty for none. */
  readonly path: string;
  readonly commands: readonly string[];
  readonly options: readonly string[];
}

/** All commands, parents before their children; hidden ones and `help` are left out. */
export function completionNodes(command: Command, path: readonly string[] = []): CompletionNode[] {
  const children = command.commands.filter((child) => !isHidden(child));
  const own = command.options
    .filter(({ hidden }) => !hidden)
    .flatMap(({ long, short }) => long ?? short ?? []);
  const node = {
    path: path.join(" "),
    commands: children.map((child) => child.name()),
    options: [...own, "--help"],
  };
  return [node, ...children.flatMap((child) => completionNodes(child, [...path, child.name()]))];
}

/** Public only by its name: commander tells it to its own help alone. */
function isHidden(command: Command): boolean {
  return (command as unknown as { _hidden?: boolean })._hidden === true;
}
