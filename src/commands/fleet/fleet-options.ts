import { type Command, Option } from "commander";
import { ENVIRONMENTS, type Environment } from "../../environments";
import type { Selection } from "./select";

/** Options that select stacks, the same in every fleet command. */
export interface SelectionFlags {
  readonly tenant?: readonly string[];
  readonly environment?: Environment;
  readonly stack?: readonly string[];
}

/** Adds `--tenant GLOB` and `--stack NAME`, both repeatable, and `--environment`. A stack has to fit all that is given. */
export function withSelection(command: Command): Command {
  return command
    .option("--tenant <glob>", "tenants to work on; may be repeated", collect)
    .option("--stack <name>", "stack to work on, by its full name; may be repeated", collect)
    .addOption(new Option("--environment <name>", "stacks of one environment only").choices(ENVIRONMENTS));
}

/** The selection that the options say. */
export function selectionOf({ tenant, environment, stack }: SelectionFlags): Selection {
  return { tenants: tenant, environment, stacks: stack && new Set(stack) };
}

function collect(value: string, previous: readonly string[] = []): string[] {
  return [...previous, value];
}
