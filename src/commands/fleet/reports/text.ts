import { type Line, type Place, stepOf } from "../../../remedies";
import { stepLines } from "../../../terminal/lines";
import type { Look } from "../../../terminal/look";
import type { FleetReport, ReportedFinding, ReportedStack } from "../report";
import { cleaned } from "./cleaned";
import { differencesOf } from "./differences";
import {
  countsText,
  type Group,
  groupOf,
  headline,
  listedOf,
  stackCount,
  stepsOf,
  TONES,
  wordOf,
} from "./groups";

/** Lines after which a headline has left a usual terminal. */
const SCREEN = 24;

/**
 * A report for a terminal: the counts, then a line for each stack that needs attention, failures first, with what was
 * found; stacks that are as declared are a number only. The last line is empty.
 */
export function reportLines(report: FleetReport, look: Look, place: Place): Line[] {
  const shown = cleaned(report);
  const { stacks, notes } = listedOf(shown);
  const top = headlineText(shown, look);
  const columns = columnsOf(shown, stacks);
  const body: Line[] = [
    ...stacks.flatMap((stack) => stackLines(stack, shown.command, columns, look)),
    ...notes.flatMap(({ code, count, meaning, next }) => [
      look.line("note", `${stackCount(count)}  ${look.dim(`${code}:`)} ${meaning}`),
      { label: `  ${look.dim("next")}  `, step: stepOf(next, { ...place, stack: "STACK" }) },
    ]),
  ];
  if (body.length === 0) return [top, ""];
  const again = body.length > SCREEN ? ["", top] : [];
  return [top, "", ...body, ...unchangedLine(shown, look), ...again, ""];
}

function headlineText(report: FleetReport, look: Look): string {
  const text = look.bold(headline(report));
  const hasOneCount = report.stacks.every((stack) => groupOf(stack) === "ok");
  if (hasOneCount) return look.line("ok", text);
  return `${text} (${countsText(report)})`;
}

function unchangedLine(report: FleetReport, look: Look): string[] {
  const count = report.stacks.filter((stack) => groupOf(stack) === "ok").length;
  return count === 0 ? [] : [look.line("ok", `${stackCount(count)} ${wordOf("ok", report.command)}`)];
}

interface Columns {
  readonly stack: number;
  readonly word: number;
}

/** Names may have a hundred characters; one that is longer than most moves its own line only. */
const WIDEST_NAME = 32;

function columnsOf({ command }: FleetReport, stacks: readonly ReportedStack[]): Columns {
  const widest = (texts: readonly string[]) => texts.reduce((width, text) => Math.max(width, text.length), 0);
  return {
    stack: Math.min(WIDEST_NAME, widest(stacks.map(({ stack }) => stack))),
    word: widest(stacks.map((stack) => wordOf(groupOf(stack), command))),
  };
}

function stackLines(
  stack: ReportedStack,
  command: string,
  { stack: stackWidth, word: wordWidth }: Columns,
  look: Look,
): Line[] {
  const group: Group = groupOf(stack);
  const name = look.bold(stack.stack) + " ".repeat(Math.max(0, stackWidth - stack.stack.length));
  const word = look.colour(TONES[group], wordOf(group, command).padEnd(wordWidth));
  const head = look.line(TONES[group], `${name}  ${word}`);
  const indent = " ".repeat(stackWidth + wordWidth + 6);
  const [first, ...others] = stack.findings.flatMap((finding) => findingLines(finding, look));
  return [
    first ? `${head}  ${first}` : head.trimEnd(),
    ...others.map((line) => indent + line),
    ...stepLines(stepsOf(stack.findings), [look.dim("next"), look.dim("or  ")], indent),
  ];
}

function findingLines(finding: ReportedFinding, look: Look): string[] {
  const sides = differencesOf(finding).map(
    ({ label, values }) => `  ${label.padEnd(8)}  ${values.join(", ")}`,
  );
  return [`${look.dim(`${finding.code}:`)} ${finding.message}`, ...sides];
}
