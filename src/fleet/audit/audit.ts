import type { StackFile } from "../../config/stack-file";
import { inParallel } from "../../in-parallel";
import type { SecretAnswer } from "../../secret/read-secrets";
import { retryPolicy } from "../../stripe/retry";
import type { Finding, StackReport } from "../report";
import { type Fleet, identityOf } from "../select";
import { type Declaration, declaredStack, isComparable } from "./declared";
import { statusOf, worstFirst } from "./finding";
import { judgeSecret } from "./judge-secret";
import { judgeStripe } from "./judge-stripe";
import { readAllSecrets } from "./secrets-of-fleet";
import { type EndpointSource, endpointSource } from "./stripe-accounts";

/** Accounts that are asked at a time; within one account, stacks follow one another. */
const ACCOUNTS_AT_ONCE = 48;
/** Time for all attempts of one call to Stripe, in ms: a fleet should not wait half a minute for each that is down. */
const STRIPE_BUDGET_MS = 10_000;

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
  const endpoints = sourceFor(env);
  let done = 0;
  const groups = groupedBy(declarations, ({ file }) => file.config?.stripeAccountId ?? file.stack);
  const findings = new Map<string, readonly Finding[]>();
  await inParallel(ACCOUNTS_AT_ONCE, groups, async (group) => {
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

function sourceFor(env: AuditOptions["env"]): EndpointSource {
  const policy = retryPolicy(env);
  return endpointSource(env, { ...policy, budgetMs: Math.min(policy.budgetMs, STRIPE_BUDGET_MS) });
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

function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()];
}
