import { endpointsNamedBy, type NamedEndpoints } from "../../../aws/named-endpoints";
import type { Project } from "../../../config/project";
import { awsPlaceOfFile, type StackFile } from "../../../config/stack-file";
import { connectionSecretName } from "../../../environments";
import { UserError } from "../../../errors";
import { explain, ownForStack, pulumiAlone, shell } from "../../../remedies";
import type { Finding } from "../report";

/**
 * Why a stack that the state backend does not know must not be made: its connection secret names an endpoint, which then
 * is in use, or that can't be told. Undefined where there is no such secret. Never throws for what AWS says.
 */
export async function endpointInUse(
  project: Project,
  { file, config }: StackFile,
): Promise<Finding | undefined> {
  const { environment, companyId } = config ?? {};
  if (!environment || !companyId) return undefined;
  const name = connectionSecretName(environment, companyId);
  const named = await endpointsNamedBy(name, awsPlaceOfFile(project, file));
  return named.kind === "none" ? undefined : notInState(name, named);
}

function notInState(name: string, named: Exclude<NamedEndpoints, { kind: "none" }>): Finding {
  const what =
    named.kind === "named"
      ? `the connection secret ${name} names endpoint ${[...named.all].join(", ")}, but the state backend does not know the stack`
      : `the state backend does not know the stack, and it can't be told whether its endpoint is in use: ${named.reason}`;
  const remedies = [
    pulumiAlone("login", "to the backend that has its state"),
    ownForStack("recover", "if that state is lost"),
  ];
  return { code: "endpoint-not-in-state", message: what, next: remedies };
}

/**
 * `STRIPE_API_KEY` is used before every stack's own key, and a key belongs to one account.
 * @throws UserError `one-key-many-accounts`
 */
export function refuseOneKeyForMany(
  stacks: readonly StackFile[],
  env: Readonly<Record<string, string | undefined>>,
): void {
  if (!env.STRIPE_API_KEY?.trim()) return;
  const accounts = new Set(stacks.flatMap(({ config }) => config?.stripeAccountId ?? []));
  if (accounts.size < 2) return;
  throw new UserError({
    code: "one-key-many-accounts",
    what: `STRIPE_API_KEY is set, but the selected stacks belong to ${accounts.size} Stripe accounts.`,
    where: `${stacks.length} stacks`,
    next: [
      shell("unset STRIPE_API_KEY", "each stack then uses its own key"),
      explain("select the stacks of one account: --tenant NAME"),
    ],
  });
}
