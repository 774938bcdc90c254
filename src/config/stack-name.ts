import { UserError } from "../errors";
import { explain, pulumiAlone, type Remedy, shellWord } from "../remedies";

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

/** What backends of one's own call the organization of every stack. Pulumi: pulumi.com/docs/iac/concepts/stacks */
const OWN_ORGANIZATION = "organization";

/**
 * The stack's own name of a full one, `organization/project/stack`, as `pulumi` takes it with `--stack`.
 * @throws UserError `stack-not-selected`: of another project or organization, where another stack would be changed
 */
export function ownStackName(name: string, project: () => { readonly name: string }): string {
  const parts = name.split("/");
  const stack = parts.at(-1) ?? name;
  if (parts.length === 1) return stack;
  const [organization] = parts;
  const named = parts.length === 3 ? parts[1] : undefined;
  const own = project().name;
  if (parts.length > 3 || parts.includes("") || (named !== undefined && named !== own))
    throw notOurs(`${name} is not a stack of this project, ${own}.`, explain(`add --stack ${stack}`));
  if (organization !== OWN_ORGANIZATION)
    throw notOurs(
      `the organization of ${name} can't be chosen here: these commands work on the one that Pulumi takes by default.`,
      pulumiAlone(`org set-default ${shellWord(organization ?? "")}`, `then --stack ${stack}`),
    );
  return stack;
}

function notOurs(what: string, next: Remedy): UserError {
  return new UserError({ code: "stack-not-selected", what, next: [next] });
}
