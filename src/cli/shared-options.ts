import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { readProject } from "../config/project";
import { ownStackName } from "../config/stack-name";
import { workIn } from "../terminal/here";

/** Options that every command takes, and what holds for options of one name in all of them. */
export function withSharedOptions(program: Command): Command {
  return program
    .version(version(), "--version", "print the version")
    .option("-C, --cwd <folder>", "work in this folder, as if it were started there", changeFolder)
    .hook("preAction", (_, command) => useOwnStackNames(command));
}

function version(): string {
  return JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")).version;
}

/** At once, so that what other options name is looked for there too. */
function changeFolder(folder: string): string {
  try {
    process.chdir(folder);
    workIn(folder);
  } catch (error) {
    throw new InvalidArgumentError(`It can't be entered (${(error as NodeJS.ErrnoException).code}).`);
  }
  return folder;
}

/** `--stack organization/project/stack`, as `pulumi` takes it. @throws UserError `stack-not-selected` */
function useOwnStackNames(command: Command): void {
  const given: unknown = command.getOptionValue("stack");
  const own = (name: string) => ownStackName(name, () => readProject(process.cwd()));
  const source = command.getOptionValueSource("stack") ?? "cli";
  if (typeof given === "string") command.setOptionValueWithSource("stack", own(given), source);
  if (Array.isArray(given)) command.setOptionValueWithSource("stack", given.map(own), source);
}
