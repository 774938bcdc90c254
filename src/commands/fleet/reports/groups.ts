import type { NextStep, Remedy } from "../../../remedies";
import type { Tone } from "../../../terminal/look";
import { FINDINGS, remedyOf } from "../finding-codes";
import type { FleetReport, ReportedFinding, ReportedStack, StackStatus } from "../report";

/**
 * Where a stack stands in a report for people: its status, or, when it is as declared, `changed` by this run, or `note`
 * when there is something to know.
 */
export type Group = StackStatus | "changed" | "note";

/** All groups, the most urgent first. */
const GROUPS = [
  "error",
  "not-run",
  "drift",
  "missing",
  "pending",
  "changed",
  "note",
  "ok",
] as const satisfies readonly Group[];

/** The symbol and colour of each group. */
export const TONES: Readonly<Record<Group, Tone>> = {
  error: "failure",
  "not-run": "failure",
  drift: "warning",
  missing: "warning",
  pending: "warning",
  changed: "ok",
  note: "note",
  ok: "ok",
};

/** The group of a stack. */
export function groupOf({ status, findings }: ReportedStack): Group {
  if (status !== "ok" || findings.length === 0) return status;
  return findings.some(({ code }) => code === "changed") ? "changed" : "note";
}

/** Whether somebody has to do something about stacks of the group. */
export function isUrgent(group: Group): boolean {
  return TONES[group] === "failure" || TONES[group] === "warning";
}

/** The group in words: `not run`, `as declared`; for more than one stack also `errors`, `notes`. */
export function wordOf(group: Group, command: string, count = 1): string {
  if (group === "ok") return command === "fleet list" ? "without mistakes" : "as declared";
  if (group === "not-run") return "not run";
  return count !== 1 && (group === "error" || group === "note") ? `${group}s` : group;
}

/** Number of stacks per group, in the order of `GROUPS`; those that don't occur are 0. */
export function countsOf({ stacks }: FleetReport): { readonly group: Group; readonly count: number }[] {
  const groups = stacks.map(groupOf);
  return GROUPS.map((group) => ({ group, count: groups.filter((other) => other === group).length }));
}

/** The report's stacks, the most urgent first, else in its order. */
export function urgentFirst({ stacks }: FleetReport): ReportedStack[] {
  const rank = (stack: ReportedStack) => GROUPS.indexOf(groupOf(stack));
  return [...stacks].sort((one, other) => rank(one) - rank(other));
}

/** A note that many stacks have. */
export interface CountedNote {
  readonly code: string;
  readonly count: number;
  readonly meaning: string;
  readonly next: Remedy;
}

/** What a report for people lists one by one, and what it only counts. */
export interface Listed {
  /** The most urgent first; never those that are as declared without a note. */
  readonly stacks: readonly ReportedStack[];
  /** Lines about notes that so many stacks have that a list would hide the rest: `handover-due (998 stacks): …`. */
  readonly notes: readonly CountedNote[];
}

/** Stacks with nothing but notes that are listed one by one at most. */
const NOTES_LISTED = 20;

/** Chooses what is listed. */
export function listedOf(report: FleetReport): Listed {
  const stacks = urgentFirst(report).filter((stack) => groupOf(stack) !== "ok");
  const noted = stacks.filter((stack) => groupOf(stack) === "note");
  if (noted.length <= NOTES_LISTED) return { stacks, notes: [] };
  const codes = [...new Set(noted.flatMap(({ findings }) => findings.map(({ code }) => code)))];
  const countOf = (code: string) =>
    noted.filter(({ findings }) => findings.some((finding) => finding.code === code)).length;
  const notes = codes.map((code) => ({
    code,
    count: countOf(code),
    meaning: FINDINGS[code]?.meaning ?? "",
    next: remedyOf(code),
  }));
  return { stacks: stacks.filter((stack) => groupOf(stack) !== "note"), notes };
}

/** What to do about findings, each step once; what needs nothing is left out. */
export function stepsOf(findings: readonly ReportedFinding[]): NextStep[] {
  const steps = findings.filter(({ code }) => code !== "changed").flatMap(({ next }) => next);
  return [...new Map(steps.map((step) => [JSON.stringify(step), step])).values()];
}

/** The result in one line: `fleet audit: 3 of 1,000 stacks need attention`. */
export function headline(report: FleetReport): string {
  return `${report.command}: ${resultText(report)}`;
}

/** The result without the command: `3 of 1,000 stacks need attention`. */
export function resultText(report: FleetReport): string {
  const total = report.stacks.length;
  const urgent = urgentCount(report);
  if (total === 0) return "no stacks to look at";
  if (urgent > 0)
    return `${number(urgent)} of ${stackCount(total)} ${urgent === 1 ? "needs" : "need"} attention`;
  return `${total === 1 ? "the stack is" : `all ${stackCount(total)} are`} ${wordOf("ok", report.command)}`;
}

/** Number of stacks that need attention. */
export function urgentCount({ stacks }: FleetReport): number {
  return stacks.filter((stack) => isUrgent(groupOf(stack))).length;
}

/** The counts of what there is: `1 error, 2 drift, 997 as declared`. */
export function countsText(report: FleetReport, separator = ", "): string {
  return countsOf(report)
    .filter(({ count }) => count > 0)
    .map(({ group, count }) => `${number(count)} ${wordOf(group, report.command, count)}`)
    .join(separator);
}

/** `1 stack`, `1,000 stacks` */
export function stackCount(count: number): string {
  return `${number(count)} ${count === 1 ? "stack" : "stacks"}`;
}

/** A number for people: `1,000`. */
export function number(count: number): string {
  return count.toLocaleString("en-GB");
}
