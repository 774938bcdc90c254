import { type StackFile, tenantOf } from "../../../config/stack-file";
import { stackNameFault } from "../../../config/stack-name";
import { environmentOfStackName } from "../../../environments";
import { explain, type Place } from "../../../remedies";
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

/**
 * Shares the selected stacks out to jobs; of changed ones only, where `changed` says which. A stack that no job could
 * run is left out with an error of its own, and holds up no other one.
 */
export function matrixReport(
  stacks: readonly StackFile[],
  selection: Selection,
  shape: MatrixShape,
  place: Place,
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
  return { ...fleetReport("fleet matrix", judged, place), jobs, orphans };
}

function reportOf(stack: StackFile, reason: string | undefined): StackReport {
  const fault = faultOf(stack);
  const next = explain("rename the file, or set environment in it");
  const findings = reason ? [{ code: "changed", message: reason }] : [];
  if (!fault) return { ...identityOf(stack), status: "ok", findings };
  return {
    ...identityOf(stack),
    status: "error",
    findings: [{ code: "config-invalid", message: fault, next: [next] }, ...findings],
  };
}

function faultOf({ stack, file, environment }: StackFile): string | undefined {
  const nameFault = stackNameFault(stack);
  if (nameFault) return `${file} ${nameFault}, so it is in no job`;
  if (!environment) return "neither the name nor the file says the environment, so it is in no job";
  return undefined;
}

function isOrphanSelected(stack: string, { tenants, environment }: Selection): boolean {
  const identity = { stack, tenant: tenantOf(stack), environment: environmentOfStackName(stack) };
  return isSelected(identity, { tenants, environment });
}
