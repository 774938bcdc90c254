import type { BenchStack } from "./bench-stack";
import {
  COUNTED_COMMANDS,
  type CountedCommand,
  type ExplainedCall,
  explain,
  REASONS,
  serviceOf,
} from "./call-reasons";
import type { Figure } from "./figures";

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

/** How many calls each command makes, and how many of them have no reason. */
export function callFigures(counts: CallCounts): Figure[] {
  const all = Object.values(counts).flat();
  return [
    ...COUNTED_COMMANDS.map(
      (command): Figure => ({ name: `${command}: calls`, value: counts[command].length, unit: "calls" }),
    ),
    {
      name: "calls without a reason",
      value: all.filter(({ why }) => why === undefined).length,
      unit: "calls",
      bound: { atMost: 0 },
    },
  ];
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
