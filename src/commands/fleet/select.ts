import { type Command, Option } from "commander";
import picomatch from "picomatch";
import { type Project, readProject, stackFilesOf } from "../../config/project";
import { readStackFile, type StackFile } from "../../config/stack-file";
import { ENVIRONMENTS, type Environment } from "../../environments";
import { UserError } from "../../errors";
import { own } from "../../remedies";
import { oneLine } from "../../terminal/lines";
import { lookOf } from "../../terminal/look";
import { repeatable } from "../../terminal/options";
import type { Surroundings } from "../../terminal/surroundings";
import type { StackReport } from "./report";

/** Which stacks a fleet command works on. */
export interface Selection {
  /** Globs for the tenants' names; none means all, the stacks `stage` and `live` among them. */
  readonly tenants?: readonly string[];
  readonly environment?: Environment;
  /** Full names of stacks, as `--stack` gives or `--changed-since` finds them; undefined means all. */
  readonly stacks?: ReadonlySet<string>;
}

/** A project's stacks. */
export interface Fleet {
  readonly project: Project;
  readonly stacks: readonly StackFile[];
}

/** Reads all stack files of a project; one that is malformed hides no other one. @throws UserError `project-missing` */
export function readFleet(folder: string): Fleet {
  const project = readProject(folder);
  return { project, stacks: stackFilesOf(project).map((path) => readStackFile(project, path)) };
}

/**
 * The selected stacks, templates left out; none are no error where stacks are named.
 * @throws UserError `no-matching-stack`: nothing fits, or a name is no stack's
 */
export function selectStacks({ project, stacks }: Fleet, selection: Selection): StackFile[] {
  const names = new Set(stacks.map(({ stack }) => stack));
  const unknown = [...(selection.stacks ?? [])].filter((name) => !names.has(name));
  if (unknown.length > 0) throw noSuchStack(project, unknown);
  const provisioned = stacks.filter(({ isTemplate }) => !isTemplate);
  const selected = provisioned.filter((stack) => isSelected(stack, selection));
  if (selected.length > 0 || selection.stacks) return selected;
  throw new UserError({
    code: "no-matching-stack",
    what:
      provisioned.length === 0
        ? "there is no stack file to work on; templates are left out."
        : `none of the ${provisioned.length} stacks matches ${wordsOf(selection)}.`,
    where: project.stackFolder,
    next: [own("fleet list")],
  });
}

function noSuchStack({ stackFolder }: Project, names: readonly string[]): UserError {
  return new UserError({
    code: "no-matching-stack",
    what: `there is no stack file of ${names.join(", ")}.`,
    where: stackFolder,
    next: [own("fleet list")],
  });
}

/** The stacks that the options select; which templates are left out is told on standard error. @throws UserError `no-matching-stack` */
export function stacksToRun({ stderr, env }: Surroundings, fleet: Fleet, flags: SelectionFlags): StackFile[] {
  const selection = selectionOf(flags);
  const selected = selectStacks(fleet, selection);
  const templates = fleet.stacks.filter((file) => file.isTemplate && isSelected(file, selection));
  if (templates.length === 0) return selected;
  const names =
    templates.length <= 5 ? templates.map(({ stack }) => stack).join(", ") : `${templates.length} stacks`;
  const why =
    templates.length === 1
      ? "because its file is still a template"
      : "because their files are still templates";
  stderr.write(`${lookOf(stderr, env).line("note", oneLine(`left out ${why}: ${names}`))}\n`);
  return selected;
}

/** What a report says of a stack before anything was found out. */
export function identityOf(stack: StackFile): Omit<StackReport, "status" | "findings"> {
  return {
    stack: stack.stack,
    tenant: stack.tenant,
    environment: stack.environment ?? null,
    companyId: stack.config?.companyId ?? null,
    stripeAccountId: stack.config?.stripeAccountId ?? null,
    file: stack.file,
  };
}

/** Whether a stack fits all that a selection says. */
export function isSelected(
  { stack, tenant, environment }: Pick<StackFile, "stack" | "tenant" | "environment">,
  { tenants = [], environment: wanted, stacks }: Selection,
): boolean {
  if (wanted && environment !== wanted) return false;
  if (stacks && !stacks.has(stack)) return false;
  return tenants.length === 0 || (tenant !== null && picomatch.isMatch(tenant, [...tenants]));
}

function wordsOf({ tenants = [], environment }: Selection): string {
  const words = [
    ...tenants.map((tenant) => `--tenant ${tenant}`),
    environment && `--environment ${environment}`,
  ];
  return words.filter(Boolean).join(" ") || "the selection";
}

/** Options that select stacks, the same in every fleet command. */
export interface SelectionFlags {
  readonly tenant?: readonly string[];
  readonly environment?: Environment;
  readonly stack?: readonly string[];
}

/** Adds `--tenant GLOB` and `--stack NAME`, both repeatable, and `--environment`. A stack has to fit all that is given. */
export function withSelection(command: Command): Command {
  return command
    .option("--tenant <glob>", "tenants to work on; may be repeated", repeatable)
    .option("--stack <name>", "stack to work on, by its full name; may be repeated", repeatable)
    .addOption(new Option("--environment <name>", "stacks of one environment only").choices(ENVIRONMENTS));
}

/** The selection that the options say. */
export function selectionOf({ tenant, environment, stack }: SelectionFlags): Selection {
  return { tenants: tenant, environment, stacks: stack && new Set(stack) };
}

/** Puts items together that have the same key, in the order of the items. (`Map.groupBy` comes with Node 21.) */
export function groupBy<Key, Item>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
