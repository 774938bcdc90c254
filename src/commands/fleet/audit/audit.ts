import type { SecretAnswer } from "../../../aws/read-secrets";
import type { StackFile } from "../../../config/stack-file";
import { inParallel } from "../../../network/in-parallel";
import { retryPolicy, SHORT_BUDGET_MS } from "../../../stripe/retry";
import { AUDIT_FINDINGS, type AuditFinding } from "../finding-codes";
import type { Finding, StackReport, StackStatus } from "../report";
import { type Fleet, groupBy, identityOf } from "../select";
import { type Declaration, declaredStack, isComparable } from "./declared";
import { judgeSecret } from "./judge-secret";
import { type EndpointSource, endpointSource, judgeStripe } from "./judge-stripe";
import { readAllSecrets } from "./secrets-of-fleet";

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

const SEVERITIES = ["error", "missing", "drift", "note"] as const;

function severityOf({ code }: Finding): (typeof SEVERITIES)[number] {
  return AUDIT_FINDINGS[code as AuditFinding][0];
}

/** The findings, worst first. */
function worstFirst(findings: readonly Finding[]): Finding[] {
  return SEVERITIES.flatMap((severity) => findings.filter((found) => severityOf(found) === severity));
}

/** Status of a stack by the worst of its findings. */
function statusOf(findings: readonly Finding[]): StackStatus {
  const worst = SEVERITIES.find((severity) => findings.some((found) => severityOf(found) === severity));
  return worst === undefined || worst === "note" ? "ok" : worst;
}

/** What the engine can't see: endpoints that no state holds. */
const BESIDE_THE_STATE: readonly string[] = ["foreign-endpoint", "leftover-endpoint"];

/** Statuses of a run that came to its end with something to compare. */
const LOOKED_AT: readonly StackStatus[] = ["ok", "drift", "pending"];

/**
 * Adds to a run's reports what the audit says of endpoints beside those of the state, so that both have one verdict. No
 * engine is started; AWS is asked once for 20 stacks, Stripe twice per account. Where these can't be asked, the reports stay
 * as they are: a run needs no rights of the audit.
 */
export async function withEndpointVerdict(
  fleet: Fleet,
  reports: readonly StackReport[],
  env: NodeJS.ProcessEnv,
): Promise<readonly StackReport[]> {
  const files = new Map(fleet.stacks.map((file) => [file.stack, file]));
  const compared = reports
    .filter(({ status }) => LOOKED_AT.includes(status))
    .flatMap(({ stack }): StackFile[] => [files.get(stack)].filter((file) => file !== undefined));
  if (compared.length === 0) return reports;
  const audited = new Map((await auditStacks(fleet, compared, { env })).map((stack) => [stack.stack, stack]));
  return reports.map((report) => withFindings(report, audited.get(report.stack)));
}

function withFindings(stack: StackReport, audited: StackReport | undefined): StackReport {
  const known = new Set(stack.findings.map(({ code, message }) => `${code} ${message}`));
  const found = (audited?.findings ?? []).filter(
    ({ code, message }) => BESIDE_THE_STATE.includes(code) && !known.has(`${code} ${message}`),
  );
  if (found.length === 0) return stack;
  return { ...stack, status: "drift", findings: [...found, ...stack.findings] };
}
