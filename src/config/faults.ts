import { fullKeyOf, NAMESPACE } from "../environments";
import { UserError } from "../errors";
import { AWS_FIELDS, type ConfigKey, FIELDS, type Field } from "./fields";
import type { ConfigSource } from "./source";

/** One mistake of a stack's configuration. */
export interface ConfigFault {
  /** Key as the user writes it: short for our own, full for others. */
  readonly key: string;
  /** Goes on after the key's name; never repeats the value, but for a name that is nearly one of Stripe's events. */
  readonly reason: string;
  /** Command that fixes it. */
  readonly next: string;
}

/** The field that stands behind a key, ours or the AWS provider's. */
export function fieldOf(key: ConfigKey): Field {
  return { ...FIELDS, ...AWS_FIELDS }[key];
}

/** The command that sets a key, in a list the item at `index`; encrypted values are asked for, so that none stands in the shell's history. */
export function setCommand(source: ConfigSource, key: ConfigKey, index = 0): string {
  const field = fieldOf(key);
  const name = source.project === NAMESPACE ? key : fullKeyOf(key);
  const target = field.placeholder.startsWith("--path")
    ? field.placeholder.replace(`${key}[0]`, `${name}[${index}]`)
    : [name, field.placeholder].join(" ").trim();
  return `pulumi config set ${field.encrypted ? "--secret " : ""}${target} --stack ${source.stack}`;
}

/** The command that takes a key out. */
export function removeCommand(source: ConfigSource, key: string): string {
  const name = source.project === NAMESPACE ? key : fullKeyOf(key);
  return `pulumi config rm ${shellWord(name)} --stack ${source.stack}`;
}

/** A key may be anything that YAML takes; who copies the command must not run what stands in it. */
function shellWord(text: string): string {
  return /^[\w.:/[\]-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Faults of one kind that are told one by one. */
const MOST_FAULTS = 20;

/** The first faults of a long list, and one that says how many more there are. */
export function firstFaults(faults: readonly ConfigFault[], key: string): ConfigFault[] {
  const [shown, rest] = [faults.slice(0, MOST_FAULTS), faults.slice(MOST_FAULTS)];
  const [next] = rest;
  return next
    ? [...shown, { key, reason: `has ${rest.length} more mistakes of this kind`, next: next.next }]
    : shown;
}

/** One error for all mistakes: a line each with what is wrong, a line with the command that fixes it. */
export function configError(source: ConfigSource, faults: readonly ConfigFault[]): UserError {
  const count = faults.length === 1 ? "one value" : `${faults.length} values`;
  const lines = faults.flatMap(({ key, reason, next }) => [`${key} ${reason}`, `    ${next}`]);
  return new UserError({
    code: "config-invalid",
    what: [`${count} of stack ${source.stack} must be fixed:`, ...lines.map((line) => `  ${line}`)].join(
      "\n",
    ),
    where: `Pulumi.${source.stack}.yaml`,
  });
}
