import { createHash } from "node:crypto";
import { groupBy } from "../group-by";

/** Longest name that the operator takes. CRD of the Pulumi Kubernetes Operator 2.9: x-kubernetes-validations. */
export const LONGEST_NAME = 42;

const HASH_LENGTH = 8;

/**
 * Name of a stack's resource: `acme.stage` becomes `acme-stage`. The operator names a Service after it, so it has small
 * letters, digits and `-`, starts with a letter and has no dots; a long one is cut and ends in a hash of the stack's name.
 */
export function resourceName(stack: string): string {
  const plain = stack
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  const name = /^[a-z]/.test(plain) ? plain : `stack-${plain}`.replace(/-$/, "");
  if (name.length <= LONGEST_NAME) return name;
  const hash = createHash("sha256").update(stack).digest("hex").slice(0, HASH_LENGTH);
  return `${name.slice(0, LONGEST_NAME - HASH_LENGTH - 1).replace(/-+$/, "")}-${hash}`;
}

/** Stacks whose resources would have one name, each group with that name. */
export function nameCollisions(stacks: readonly string[]): { name: string; stacks: string[] }[] {
  return [...groupBy(stacks, resourceName)].flatMap(([name, group]) =>
    group.length > 1 ? [{ name, stacks: group }] : [],
  );
}
