import { callerIdentity } from "../../../aws/clients";
import { type AwsPlace, accountFault } from "../../../aws/place";
import { readSecrets, type SecretAnswer } from "../../../aws/read-secrets";
import { refusalOf } from "../../../aws/refusals";
import { UserError } from "../../../errors";
import { type Finding, finding } from "../report";
import { groupBy } from "../select";
import type { DeclaredStack } from "./declared";

/**
 * Reads the connection secrets of all stacks, place by place, after AWS has told whose credentials these are: with those
 * of another account each secret would seem to be missing.
 * @returns per stack what AWS answered, or why it was not asked
 */
export async function readAllSecrets(
  stacks: readonly DeclaredStack[],
): Promise<Map<string, SecretAnswer | Finding>> {
  const groups = groupBy(stacks, ({ place }) => credentialsIn(place));
  const answers = await Promise.all([...groups.values()].map(readWithSameCredentials));
  return new Map(answers.flat());
}

type Answered = readonly [stack: string, answer: SecretAnswer | Finding];

/** Stacks with equal texts are asked for with the same credentials. */
function credentialsIn({ allowedAccountIds, region, ...credentials }: AwsPlace): string {
  return JSON.stringify(credentials);
}

async function readWithSameCredentials(stacks: readonly DeclaredStack[]): Promise<Answered[]> {
  const [first] = stacks;
  if (!first) return [];
  let account: string;
  try {
    account = (await callerIdentity(first.place)).accountId;
  } catch (error) {
    const failed = finding("aws-unavailable", whyNot(error));
    return stacks.map(({ stack }) => [stack, failed]);
  }
  const foreign = stacks.filter(({ config }) => accountFault(config, account));
  const allowed = groupBy(
    stacks.filter(({ config }) => !accountFault(config, account)),
    ({ config }) => config.region,
  );
  const read = await Promise.all([...allowed.values()].map(readInOneRegion));
  return [...foreign.map((stack): Answered => [stack.stack, ofOtherAccount(stack, account)]), ...read.flat()];
}

async function readInOneRegion(stacks: readonly DeclaredStack[]): Promise<Answered[]> {
  const [first] = stacks;
  if (!first) return [];
  const answers = await readSecrets([...new Set(stacks.map(({ secretName }) => secretName))], first.place);
  return stacks.flatMap(({ stack, secretName }): Answered[] => {
    const answer = answers.get(secretName);
    return answer ? [[stack, answer]] : [];
  });
}

function whyNot(error: unknown): string {
  if (error instanceof UserError) return error.parts.what;
  return `AWS has not told whose credentials these are: ${refusalOf(error, "sts:GetCallerIdentity").message}`;
}

function ofOtherAccount({ config }: DeclaredStack, account: string): Finding {
  const message = `${accountFault(config, account)}; run the audit of such tenants with their account's credentials`;
  return finding("aws-account-mismatch", message, config.allowedAccountIds, account);
}
