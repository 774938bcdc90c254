import * as pulumi from "@pulumi/pulumi";

/**
 * An error that ends the program, of which Pulumi shows the text and nothing else. It has no stack: Pulumi's SDK inspects
 * each error in colours, stack included, and Node's `inspect` never ends at a line that its own mapping makes of a
 * place in the SDK (`node_modules/@pulumi/output.ts`): it fills the memory with text for most of a minute.
 */
export function programError(text: string): Error {
  const error = new pulumi.RunError(text);
  error.stack = "";
  return error;
}
