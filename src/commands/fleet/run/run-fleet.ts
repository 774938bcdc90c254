import type { StackFile } from "../../../config/stack-file";
import { listStacks } from "../list/list";
import { finding, type StackReport } from "../report";
import { type Fleet, identityOf } from "../select";
import { runInWaves, type WavePlan } from "./waves";

/** Told of what happens to the stacks. */
export interface FleetProgress {
  started(stack: string): void;
  /** A stack's run has ended; also called for those that were not run. */
  ended(report: StackReport): void;
}

/** How a fleet is run. */
export interface FleetRun {
  readonly plan: WavePlan;
  readonly progress: FleetProgress;
  readonly isInterrupted: () => boolean;
  /** Runs one stack; must not throw. */
  readonly runStack: (file: StackFile) => Promise<StackReport>;
}

/**
 * Runs the selected stacks, stage before live. A stack whose file has mistakes is an error without a run; since it is
 * known before anything starts, it stops no other.
 */
export async function runFleet(
  fleet: Fleet,
  selected: readonly StackFile[],
  { plan, progress, isInterrupted, runStack }: FleetRun,
): Promise<StackReport[]> {
  const reports = new Map(faultyStacks(fleet, selected).map((report) => [report.stack, report]));
  for (const report of reports.values()) progress.ended(report);
  const runnable = inOrder(selected.filter(({ stack }) => !reports.has(stack)));
  const outcomes = await runInWaves(runnable, plan, {
    run: async (file) => {
      progress.started(file.stack);
      const report = await runStack(file);
      progress.ended(report);
      return report;
    },
    hasFailed: ({ status }) => status === "error",
    isInterrupted,
  });
  for (const [index, file] of runnable.entries()) {
    const outcome = outcomes[index];
    if (!outcome) continue;
    const report = "result" in outcome ? outcome.result : notRun(file, outcome.notRun);
    if ("notRun" in outcome) progress.ended(report);
    reports.set(file.stack, report);
  }
  return selected.flatMap(({ stack }) => reports.get(stack) ?? []);
}

/** The selected stacks that a run makes sense for. */
export function runnableStacks(fleet: Fleet, selected: readonly StackFile[]): StackFile[] {
  const faulty = new Set(faultyStacks(fleet, selected).map(({ stack }) => stack));
  return inOrder(selected.filter(({ stack }) => !faulty.has(stack)));
}

function faultyStacks(fleet: Fleet, selected: readonly StackFile[]): StackReport[] {
  const names = new Set(selected.map(({ stack }) => stack));
  return listStacks(fleet).filter(({ stack, status }) => names.has(stack) && status === "error");
}

/** What fails on stage need not be tried on live: canaries are taken from the front. */
function inOrder(stacks: readonly StackFile[]): StackFile[] {
  return [
    ...stacks.filter(({ environment }) => environment !== "live"),
    ...stacks.filter(({ environment }) => environment === "live"),
  ];
}

function notRun(file: StackFile, reason: string): StackReport {
  return { ...identityOf(file), status: "not-run", findings: [finding("not-started", reason)] };
}
