import type { SecretAnswer } from "../../../aws/read-secrets";
import type { StackFile } from "../../../config/stack-file";
import { inParallel } from "../../../network/in-parallel";
import { retryPolicy, SHORT_BUDGET_MS } from "../../../stripe/retry";
import { groupBy } from "../group-by";
import type { Finding, StackReport } from "../report";
import { type Fleet, identityOf } from "../select";
import { type Declaration, declaredStack, isComparable } from "./declared";
import { judgeSecret } from "./judge-secret";
import { judgeStripe } from "./judge-stripe";
import { readAllSecrets } from "./secrets-of-fleet";
import { statusOf, worstFirst } from "./severity";
import { type EndpointSource, endpointSource } from "./stripe-accounts";

/** Accounts that are asked at a time; within one account, stacks follow one another. */
const ACCOUNTS_AT_ONCE = 48;

/** How an audit runs. */
export interface AuditOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Called after each stack. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Compares what consumers see with what the stack files declare: no engine, no passphrase, and nothing is written. One
 * stack's trouble hides no other's.
 */
export async function auditStacks(
  { project }: Pick<Fleet, "project">,
  stacks: readonly StackFile[],
  { env, onProgress }: AuditOptions,
): Promise<StackReport[]> {
  const declarations = stacks.map((file) => ({ file, declaration: declaredStack(file, project.name) }));
  const secrets = await readAllSecrets(
    declarations.map(({ declaration }) => declaration).filter(isComparable),
  );
  const endpoints = endpointSource(env, retryPolicy(env, SHORT_BUDGET_MS));
  let done = 0;
  const groups = groupBy(declarations, ({ file }) => file.config?.stripeAccountId ?? file.stack);
  const findings = new Map<string, readonly Finding[]>();
  await inParallel(ACCOUNTS_AT_ONCE, [...groups.values()], async (group) => {
    for (const { file, declaration } of group) {
      findings.set(file.stack, await judge(declaration, secrets, endpoints, env));
      done += 1;
      onProgress?.(done, stacks.length);
    }
  });
  return stacks.map((file) => {
    const found = findings.get(file.stack) ?? [];
    return { ...identityOf(file), status: statusOf(found), findings: found };
  });
}

async function judge(
  declaration: Declaration,
  secrets: ReadonlyMap<string, SecretAnswer | Finding>,
  endpoints: EndpointSource,
  env: AuditOptions["env"],
): Promise<readonly Finding[]> {
  if (!isComparable(declaration)) return declaration.findings;
  const answer = secrets.get(declaration.stack);
  if (answer && "code" in answer) return [answer];
  const secret = judgeSecret(declaration, answer);
  const inStripe = secret.connection ? await judgeStripe(declaration, secret.connection, endpoints, env) : [];
  return worstFirst([...secret.findings, ...inStripe, ...declaration.findings]);
}
