import { fullKeyOf } from "../environments";
import { UserError } from "../errors";
import { pulumi, type Remedy, removeConfig } from "../remedies";
import { AWS_FIELDS, type ConfigKey, FIELDS, type Field } from "./fields";

/** What a mistake is about. */
export type FaultSubject =
  /** A key as the user writes it: short for our own, full for others, `additionalEvents[0]` for an item. */
  | { readonly key: string; readonly whole?: undefined }
  /** No single key: the stack's file, relative to the project's folder, or `the configuration`. */
  | { readonly key?: undefined; readonly whole: string };

/** One mistake of a stack's configuration. */
export type ConfigFault = FaultSubject & {
  /** Goes on after the subject; never repeats the value, but for a name that is nearly one of Stripe's events. */
  readonly reason: string;
  /** What fixes it; missing where another value is wanted. */
  readonly next?: Remedy;
};

/** A mistake in one line, its subject first. */
export function wordsOfFault({ key, whole, reason }: ConfigFault): string {
  return `${key ?? whole} ${reason}`;
}

/** The field that stands behind a key, ours or the AWS provider's. */
export function fieldOf(key: ConfigKey): Field {
  return { ...FIELDS, ...AWS_FIELDS }[key];
}

/** The command that sets a key, in a list the item at `index`; encrypted values are asked for, so that none stands in the shell's history. */
export function setRemedy(key: ConfigKey, index = 0): Remedy {
  const field = fieldOf(key);
  const name = fullKeyOf(key);
  const target = field.placeholder.startsWith("--path")
    ? field.placeholder.replace(`${key}[0]`, `${name}[${index}]`)
    : [name, field.placeholder].join(" ").trim();
  return pulumi(`config set ${field.encrypted ? "--secret " : ""}${target}`);
}

/** The command that takes a key out. */
export function removeRemedy(key: string): Remedy {
  return removeConfig([key]);
}

/** Faults of one kind that are told one by one. */
const MOST_FAULTS = 20;

/** The first faults of a long list, and one that says how many more there are. */
export function firstFaults(faults: readonly ConfigFault[], subject: FaultSubject): ConfigFault[] {
  const [shown, rest] = [faults.slice(0, MOST_FAULTS), faults.slice(MOST_FAULTS)];
  const [first] = rest;
  return first
    ? [...shown, { ...subject, reason: `has ${rest.length} more mistakes of this kind`, next: first.next }]
    : shown;
}

/** One error for all mistakes of a stack. */
export function configError(stack: string, faults: readonly ConfigFault[]): UserError {
  const count = faults.length === 1 ? "one value" : `${faults.length} values`;
  return new UserError({
    code: "config-invalid",
    what: `${count} of stack ${stack} must be fixed:`,
    faults: faults.map((fault) => ({ what: wordsOfFault(fault), next: fault.next })),
    where: `Pulumi.${stack}.yaml`,
    stack,
  });
}
