import { type StackFile, tenantOf } from "../../../config/stack-file";
import { environmentOfStackName } from "../../../environments";
import type { ChangedStacks } from "../changed/changed";
import { type FleetReport, fleetReport, type StackReport } from "../report";
import { identityOf, isSelected, type Selection } from "../select";
import { type MatrixJob, type MatrixShape, matrixOf } from "./matrix";

/** Report of `fleet matrix`. */
export interface MatrixReport extends FleetReport {
  readonly jobs: readonly MatrixJob[];
  /** Stacks whose file was deleted since the commit, sorted. */
  readonly orphans: readonly string[];
}

/** Pulumi: github.com/pulumi/pulumi, sdk/go/common/tokens/names.go; nothing in it means something to a shell. */
const STACK_NAME = /^[A-Za-z0-9_.-]{1,100}$/;

/**
 * Shares the selected stacks out to jobs; of changed ones only, where `changed` says which. A stack that no job could
 * run is an error of its own and holds up no other one.
 */
export function matrixReport(
  stacks: readonly StackFile[],
  selection: Selection,
  shape: MatrixShape,
  changed?: ChangedStacks,
): MatrixReport {
  const reasons = new Map(changed?.stacks.map(({ stack, reason }) => [stack, reason]));
  const judged = stacks.map((stack) => reportOf(stack, reasons.get(stack.stack)));
  const runnable = stacks.filter((_, index) => judged[index]?.status === "ok");
  const jobs = matrixOf(
    runnable.flatMap(({ stack, environment }) => {
      const reason = reasons.get(stack) ?? "all stacks";
      return environment ? [{ stack, environment, reason }] : [];
    }),
    shape,
  );
  const orphans = (changed?.orphans ?? []).filter((stack) => isOrphanSelected(stack, selection));
  return { ...fleetReport("fleet matrix", judged), jobs, orphans };
}

function reportOf(stack: StackFile, reason: string | undefined): StackReport {
  const fault = faultOf(stack);
  const findings = reason ? [{ code: "changed", message: reason }] : [];
  if (!fault) return { ...identityOf(stack), status: "ok", findings };
  return {
    ...identityOf(stack),
    status: "error",
    findings: [{ code: "config-invalid", message: fault }, ...findings],
  };
}

function faultOf({ stack, environment }: StackFile): string | undefined {
  if (!STACK_NAME.test(stack)) return "Pulumi takes up to 100 of A-Z a-z 0-9 _ . - in a stack's name";
  if (!environment) return "neither the name nor the file says the environment, so it is in no job";
  return undefined;
}

function isOrphanSelected(stack: string, { tenants, environment }: Selection): boolean {
  const identity = { stack, tenant: tenantOf(stack), environment: environmentOfStackName(stack) };
  return isSelected(identity, { tenants, environment });
}
