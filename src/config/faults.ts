import { UserError } from "../errors";
import { AWS_FIELDS, type ConfigKey, FIELDS, type Field } from "./fields";
import { type ConfigSource, fullKeyOf, NAMESPACE } from "./source";

/** One mistake of a stack's configuration. */
export interface ConfigFault {
  /** Key as the user writes it: short for our own, full for others. */
  readonly key: string;
  /** Goes on after the key's name; never repeats the value. */
  readonly reason: string;
  /** Command that mends it. */
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
  return `pulumi config rm ${source.project === NAMESPACE ? key : fullKeyOf(key)} --stack ${source.stack}`;
}

/** One error for all mistakes: a line each with what is wrong, a line with the command that mends it. */
export function configError(source: ConfigSource, faults: readonly ConfigFault[]): UserError {
  const count = faults.length === 1 ? "one value" : `${faults.length} values`;
  const lines = faults.flatMap(({ key, reason, next }) => [`${key} ${reason}`, `    ${next}`]);
  return new UserError({
    code: "config-invalid",
    what: [`${count} of stack ${source.stack} must be mended:`, ...lines.map((line) => `  ${line}`)].join(
      "\n",
    ),
    where: `Pulumi.${source.stack}.yaml`,
  });
}
