import type { StackFile } from "../../../config/stack-file";
import { auditStacks } from "../audit/audit";
import { type FleetReport, fleetReport, type StackReport, type StackStatus } from "../report";
import type { Fleet } from "../select";

/** What the engine can't see: endpoints that no state holds. */
const BESIDE_THE_STATE: readonly string[] = ["foreign-endpoint", "leftover-endpoint"];

/** Statuses of a run that came to its end with something to compare. */
const LOOKED_AT: readonly StackStatus[] = ["ok", "drift", "pending"];

/**
 * Adds to a run's report what the audit says of endpoints beside those of the state, so that both have one verdict. No
 * engine is started; AWS is asked once for 20 stacks, Stripe twice per account. Where these can't be asked, the report stays
 * as it is: a run needs no rights of the audit.
 */
export async function withEndpointVerdict(
  fleet: Fleet,
  report: FleetReport,
  env: NodeJS.ProcessEnv,
): Promise<FleetReport> {
  const files = new Map(fleet.stacks.map((file) => [file.stack, file]));
  const compared = report.stacks
    .filter(({ status }) => LOOKED_AT.includes(status))
    .flatMap(({ stack }): StackFile[] => [files.get(stack)].filter((file) => file !== undefined));
  if (compared.length === 0) return report;
  const audited = new Map((await auditStacks(fleet, compared, { env })).map((stack) => [stack.stack, stack]));
  return fleetReport(
    report.command,
    report.stacks.map((stack) => withFindings(stack, audited.get(stack.stack))),
  );
}

function withFindings(stack: StackReport, audited: StackReport | undefined): StackReport {
  const known = new Set(stack.findings.map(({ code, message }) => `${code} ${message}`));
  const found = (audited?.findings ?? []).filter(
    ({ code, message }) => BESIDE_THE_STATE.includes(code) && !known.has(`${code} ${message}`),
  );
  if (found.length === 0) return stack;
  return { ...stack, status: "drift", findings: [...found, ...stack.findings] };
}
