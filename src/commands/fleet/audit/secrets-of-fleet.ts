import { callerIdentity } from "../../../aws/caller-identity";
import { readSecrets, type SecretAnswer } from "../../../aws/read-secrets";
import { messageOf } from "../../../errors";
import { finding } from "../finding";
import type { Finding } from "../report";
import type { DeclaredStack } from "./declared";

/**
 * Reads the connection secrets of all stacks, region by region, after AWS has told whose credentials these are: with those
 * of another account each secret would seem to be missing.
 * @returns per stack what AWS answered, or why it was not asked
 */
export async function readAllSecrets(
  stacks: readonly DeclaredStack[],
): Promise<Map<string, SecretAnswer | Finding>> {
  const [first] = stacks;
  if (!first) return new Map();
  let account: string;
  try {
    account = (await callerIdentity({ region: first.config.region })).accountId;
  } catch (error) {
    const failed = finding(
      "aws-unavailable",
      `AWS has not told whose credentials these are: ${messageOf(error)}`,
    );
    return new Map(stacks.map(({ stack }) => [stack, failed]));
  }
  const answers = new Map<string, SecretAnswer | Finding>();
  for (const stack of stacks.filter((candidate) => !isAllowed(candidate, account)))
    answers.set(stack.stack, ofOtherAccount(stack, account));
  const allowed = stacks.filter((candidate) => isAllowed(candidate, account));
  const regions = [...new Set(allowed.map(({ config }) => config.region))];
  await Promise.all(
    regions.map(async (region) => {
      const inRegion = allowed.filter(({ config }) => config.region === region);
      const names = [...new Set(inRegion.map(({ secretName }) => secretName))];
      const read = await readSecrets(names, region);
      for (const { stack, secretName } of inRegion) {
        const answer = read.get(secretName);
        if (answer) answers.set(stack, answer);
      }
    }),
  );
  return answers;
}

function isAllowed({ config }: DeclaredStack, account: string): boolean {
  return config.allowedAccountIds?.includes(account) ?? true;
}

function ofOtherAccount({ config }: DeclaredStack, account: string): Finding {
  const message = `the AWS credentials belong to account ${account}, but the stack allows ${config.allowedAccountIds?.join(", ")}; run the audit of such tenants with their account's credentials`;
  return finding("aws-account-mismatch", message, config.allowedAccountIds, account);
}
