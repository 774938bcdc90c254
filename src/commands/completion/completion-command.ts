import { Argument, type Command } from "commander";
import { ENVIRONMENTS } from "../../environments";
import { type CliCommand, EXIT } from "../cli-command";

/** `plenigo-stripe completion`: a script by which the shell completes commands, options and stacks of the program. */
export function completionCommand(program: Command): CliCommand<unknown, [Shell]> {
  return {
    name: "completion",
    description: "Prints a script that makes the shell complete commands, options and stacks.",
    declare: (command) =>
      command
        .addArgument(new Argument("<shell>", "the shell").choices(SHELLS))
        .addHelpText("after", "\nExamples:\n  source <(npx plenigo-stripe completion bash)"),
    run: ({ stdout }, _, shell) => {
      stdout.write(completionScript(shell, completionNodes(program)));
      return EXIT.ok;
    },
  };
}

/** What can follow some words of the command line. */
interface CompletionNode {
  /** Words of the commands so far, separated by blanks; empty for none. */
  readonly path: string;
  readonly commands: readonly string[];
  readonly options: readonly string[];
}

/** All commands, parents before their children; `help` is left out. */
function completionNodes(command: Command, path: readonly string[] = []): CompletionNode[] {
  const node = {
    path: path.join(" "),
    commands: command.commands.map((child) => child.name()),
    options: [...command.options.flatMap(({ long }) => long ?? []), "--help"],
  };
  return [node, ...command.commands.flatMap((child) => completionNodes(child, [...path, child.name()]))];
}

/** Shells that completion is made for. */
const SHELLS = ["bash", "zsh", "fish"] as const;
type Shell = (typeof SHELLS)[number];

const PROGRAM = "plenigo-stripe";

/** Names of the stacks by the files of the folder; nothing is started for it. */
const STACKS = `for file in Pulumi.*.yaml; do file=\${file#Pulumi.}; echo "\${file%.yaml}"; done 2>/dev/null`;

/** A script that the shell reads once; it needs no other program. */
function completionScript(shell: Shell, nodes: readonly CompletionNode[]): string {
  return { bash, zsh, fish }[shell](nodes);
}

function wordsAt({ commands, options }: CompletionNode): string {
  return [...commands, ...options].join(" ");
}

/** `case` branches that walk from one command to the next: `at` holds the words so far. */
function walk(nodes: readonly CompletionNode[], indent: string): string {
  const known = nodes.slice(1).map(({ path }) => `"${path}"`);
  return [`case "\${at:+$at }$word" in`, `  ${known.join("|")}) at="\${at:+$at }$word" ;;`, "esac"]
    .map((line) => indent + line)
    .join("\n");
}

function choices(nodes: readonly CompletionNode[], indent: string): string {
  return nodes.map((node) => `${indent}"${node.path}") found="${wordsAt(node)}" ;;`).join("\n");
}

function posixBody(nodes: readonly CompletionNode[]): string {
  return `${walk(nodes, "    ")}
  done
  case "$before" in
    --stack) found=$(${STACKS}) ;;
    --environment) found="${ENVIRONMENTS.join(" ")}" ;;
    *) case "$at" in
${choices(nodes, "      ")}
    esac ;;
  esac`;
}

function bash(nodes: readonly CompletionNode[]): string {
  return `# ${PROGRAM} completion bash: source this, for example by a line in ~/.bashrc:
#   alias ${PROGRAM}='npx --no ${PROGRAM}'; source <(npx --no ${PROGRAM} completion bash)
_plenigo_stripe() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} at="" word found=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
${posixBody(nodes)}
  COMPREPLY=($(compgen -W "$found" -- "$current"))
}
complete -o default -F _plenigo_stripe ${PROGRAM}
`;
}

function zsh(nodes: readonly CompletionNode[]): string {
  return `#compdef ${PROGRAM}
# ${PROGRAM} completion zsh: source this after compinit, for example by a line in ~/.zshrc:
#   alias ${PROGRAM}='npx --no ${PROGRAM}'; source <(npx --no ${PROGRAM} completion zsh)
_plenigo_stripe() {
  local before=\${words[CURRENT-1]} at="" word found=""
  for word in "\${words[@]:1:$((CURRENT-2))}"; do
${posixBody(nodes)}
  compadd -- \${=found} || _files
}
compdef _plenigo_stripe ${PROGRAM}
`;
}

function fish(nodes: readonly CompletionNode[]): string {
  const known = nodes.slice(1).map(({ path }) => `"${path}"`);
  const lines = nodes.map(
    (node) =>
      `complete -c ${PROGRAM} -f -n 'test (__plenigo_stripe_at) = "${node.path}"' -a '${wordsAt(node)}'`,
  );
  return `# ${PROGRAM} completion fish: save as ~/.config/fish/completions/${PROGRAM}.fish
function __plenigo_stripe_at
  set -l at ""
  for word in (commandline -opc)[2..-1]
    set -l next (string trim -- "$at $word")
    contains -- "$next" ${known.join(" ")}; and set at $next
  end
  echo "\\"$at\\"" | string unescape
end
function __plenigo_stripe_stacks
  for file in Pulumi.*.yaml
    string replace -r '^Pulumi\\.(.*)\\.yaml$' '$1' -- $file
  end
end
complete -c ${PROGRAM} -x -l stack -a '(__plenigo_stripe_stacks)'
complete -c ${PROGRAM} -x -l environment -a '${ENVIRONMENTS.join(" ")}'
${lines.join("\n")}
`;
}
