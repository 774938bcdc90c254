import type { BenchStack } from "./bench-stack";
import {
  COUNTED_COMMANDS,
  type CountedCommand,
  type ExplainedCall,
  explain,
  REASONS,
  serviceOf,
} from "./call-reasons";

/** The calls of each counted command. */
export type CallCounts = Readonly<Record<CountedCommand, readonly ExplainedCall[]>>;

const ARGUMENTS: Readonly<Record<CountedCommand, readonly string[]>> = {
  "first up": ["up", "--yes", "--skip-preview"],
  "unchanged preview": ["preview", "--expect-no-changes"],
  "unchanged up": ["up", "--yes", "--skip-preview", "--expect-no-changes"],
};

/** Runs the counted commands, one after the other, in a stack that has not been provisioned yet. */
export async function countCalls(stack: BenchStack): Promise<CallCounts> {
  const counted: [CountedCommand, ExplainedCall[]][] = [];
  for (const command of COUNTED_COMMANDS) {
    const { calls } = await stack.pulumi(...ARGUMENTS[command]);
    counted.push([command, explain(calls, REASONS[command])]);
  }
  return Object.fromEntries(counted) as Record<CountedCommand, ExplainedCall[]>;
}

/** Whether every call has its reason. */
export function areAllExplained(counts: CallCounts): boolean {
  return Object.values(counts).every((calls) => calls.every(({ why }) => why !== undefined));
}

/** A table a command: its calls in the order of arrival, each with its reason. */
export function callTables(counts: CallCounts): string {
  return COUNTED_COMMANDS.map((command) => {
    const calls = counts[command];
    const of = (service: string) => calls.filter(({ operation }) => serviceOf(operation) === service).length;
    const title = `${command}: ${of("Stripe")} calls of Stripe, ${of("AWS")} of AWS`;
    return [title, ...calls.map(callLine)].join("\n");
  }).join("\n\n");
}

function callLine({
  operation,
  why = "UNEXPECTED: no reason in bench/call-reasons.ts",
}: ExplainedCall): string {
  return `  ${serviceOf(operation).padEnd(6)}  ${operation.padEnd(30)}  ${why}`;
}
