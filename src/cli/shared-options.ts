import { resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { readProject } from "../config/project";
import { ownStackName } from "../config/stack-name";
import { redact } from "../errors";
import { OWN_MANIFEST } from "../own-manifest";
import type { Surroundings } from "../terminal/surroundings";

/** Options that every command takes, and what holds for options of one name in all of them. */
export function withSharedOptions(program: Command, surroundings: Surroundings): Command {
  return speaking(program, surroundings)
    .version(OWN_MANIFEST.version, "--version", "print the version")
    .option(...FOLDER_OPTION)
    .hook("preAction", (_, command) => useOwnStackNames(command, surroundings));
}

const FOLDER_OPTION = ["-C, --cwd <folder>", "work in this folder, as if it were started there"] as const;

/** The surroundings in the folder of `-C`. It is read before all else, so that whatever other words name is looked for there. */
export function inNamedFolder(words: readonly string[], surroundings: Surroundings): Surroundings {
  const entered = (folder: string) => {
    try {
      surroundings.enter(resolve(surroundings.cwd, folder));
    } catch (error) {
      throw new InvalidArgumentError(`It can't be entered (${(error as NodeJS.ErrnoException).code}).`);
    }
    return folder;
  };
  const parser = speaking(new Command(), surroundings).option(...FOLDER_OPTION, entered);
  parser.parseOptions([...words]);
  const { cwd: namedFolder } = parser.opts<{ readonly cwd?: string }>();
  if (namedFolder === undefined) return surroundings;
  return { ...surroundings, namedFolder, cwd: resolve(surroundings.cwd, namedFolder) };
}

/** A command that throws what is wrong, and prints to these streams; the commands that are added to it do so, too. */
function speaking(command: Command, { stdout, stderr }: Surroundings): Command {
  const widthOf = ({ isTTY, columns }: NodeJS.WriteStream) => (isTTY ? columns : 80);
  return command
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => widthOf(stdout),
      getErrHelpWidth: () => widthOf(stderr),
      // commander repeats what was typed, and somebody may have typed a key.
      outputError: (text, write) => write(redact(text)),
    })
    .showHelpAfterError("(--help explains)");
}

/** `--stack organization/project/stack`, as `pulumi` takes it. @throws UserError `stack-not-selected` */
function useOwnStackNames(command: Command, { cwd }: Surroundings): void {
  const given: unknown = command.getOptionValue("stack");
  const own = (name: string) => ownStackName(name, () => readProject(cwd));
  const source = command.getOptionValueSource("stack") ?? "cli";
  if (typeof given === "string") command.setOptionValueWithSource("stack", own(given), source);
  if (Array.isArray(given)) command.setOptionValueWithSource("stack", given.map(own), source);
}
