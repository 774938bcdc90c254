import { shim } from "./shim";

interface Serializer {
  serializeFunction(
    make: () => unknown,
    options: { allowSecrets: boolean },
  ): Promise<{ readonly text: string }>;
}

/** As Pulumi's SDK writes it: its text becomes part of the state, and a compiler would print it in its own way. */
const factory = new Function("provider", "return () => provider;") as (provider: unknown) => () => unknown;

let text: Promise<string> | undefined;

/** The shim as Pulumi puts it into each stack's state. Pulumi's serializer takes a second to load, once a process. */
export function serializedShim(): Promise<string> {
  const { serializeFunction } = require("@pulumi/pulumi/runtime/closure/serializeClosure") as Serializer;
  text ??= serializeFunction(factory(shim), { allowSecrets: true }).then((serialized) => serialized.text);
  return text;
}
