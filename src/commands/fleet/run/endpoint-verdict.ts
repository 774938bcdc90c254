import type { StackFile } from "../../../config/stack-file";
import { auditStacks } from "../audit/audit";
import type { StackReport, StackStatus } from "../report";
import type { Fleet } from "../select";

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
