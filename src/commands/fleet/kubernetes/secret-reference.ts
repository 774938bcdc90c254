import { InvalidArgumentError } from "commander";
import type { SecretReference } from "./stack-resource";

const REFERENCE = /^([a-z0-9{][a-z0-9.{}-]*)\/([A-Za-z0-9._-]+)$/;

/** Reads `SECRET/KEY`: a key of a Kubernetes Secret. */
export function secretReference(text: string): SecretReference {
  const [, secret, key] = REFERENCE.exec(text) ?? [];
  if (!secret || !key) throw new InvalidArgumentError("It must be SECRET/KEY, a key of a Kubernetes Secret.");
  return { secret, key };
}

/** Reads `NAME=SECRET/KEY`, repeatable. */
export function namedReference(
  text: string,
  previous: Readonly<Record<string, SecretReference>> = {},
): Readonly<Record<string, SecretReference>> {
  const [name = "", target] = splitAt(text, text.indexOf("="));
  // A value in place of a reference may be a secret, so it is never repeated.
  if (!/^[A-Za-z_][\w.:-]*$/.test(name) || target === undefined)
    throw new InvalidArgumentError("It must be NAME=SECRET/KEY.");
  return { ...previous, [name]: secretReference(target) };
}

function splitAt(text: string, index: number): string[] {
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}
