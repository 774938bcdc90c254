import type { Outcome } from "./trial";
import type { Problem } from "./world";

/** The figures of the matrix. */
export function figuresOf(outcomes: readonly Outcome[]) {
  const count = (kind: Problem["kind"]) =>
    outcomes.filter(({ problems }) => problems.some((problem) => problem.kind === kind)).length;
  return {
    "combinations tried": outcomes.length,
    "endpoints lost": count("endpoint lost"),
    "secrets lost": count("secret lost"),
    "duplicates left": count("duplicate left"),
    "runs without end": count("no end"),
  };
}

/** One line a problem, with the combination that has it. */
export function problemLines(outcomes: readonly Outcome[]): string[] {
  return outcomes.flatMap(({ operation, fault, call, index, problems }) =>
    problems.map(
      ({ kind, text }) => `${operation.name}, ${fault.name} in call ${index} (${call}): ${kind}: ${text}`,
    ),
  );
}

/** The matrix as a text: faults down, operations across, in each cell in how many of the calls it ended well. */
export function tableOf(outcomes: readonly Outcome[]): string {
  const faults = [...new Set(outcomes.map(({ fault }) => fault.name))];
  const operations = [...new Set(outcomes.map(({ operation }) => operation.name))];
  const rows = faults.map((fault) => [
    fault,
    ...operations.map((operation) => cell(outcomes, operation, fault)),
  ]);
  const legend = operations.map((name, index) => `${letter(index)} ${name}`);
  const head = ["", ...operations.map((_, index) => letter(index))];
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const lines = [head, ...rows].map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const figures = Object.entries(figuresOf(outcomes)).map(([name, value]) => `${name}: ${value}`);
  const longestMs = Math.max(0, ...outcomes.map(({ tookMs = 0 }) => tookMs));
  const longest = `longest run with a fault: ${(longestMs / 1000).toFixed(1)} s`;
  return [...lines, "", ...legend, "", ...figures, longest, ""].join("\n");
}

const letter = (index: number) => String.fromCharCode("A".charCodeAt(0) + index);

function cell(outcomes: readonly Outcome[], operation: string, fault: string): string {
  const tried = outcomes.filter((one) => one.operation.name === operation && one.fault.name === fault);
  if (tried.length === 0) return "-";
  const bad = tried.filter(({ problems }) => problems.length > 0).length;
  return bad === 0 ? `ok ${tried.length}` : `BAD ${bad}/${tried.length}`;
}
