/**
 * What is wrong with a stack's name, in words that go on after the name's file; undefined when nothing is. Pulumi takes
 * up to 100 of `A-Z a-z 0-9 _ . -` (pulumi/pulumi, sdk/go/common/tokens/stack_name.go); a `-` at the start is refused
 * here, since every command would take it for an option.
 */
export function stackNameFault(stack: string): string | undefined {
  if (stack.startsWith("-")) return "names a stack that begins with -, which commands take for an option";
  if (/^[A-Za-z0-9_.-]{1,100}$/.test(stack)) return undefined;
  return "names a stack that Pulumi refuses: it takes up to 100 of A-Z a-z 0-9 _ . - in a stack's name";
}
