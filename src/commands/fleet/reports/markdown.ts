import { type Place, stepOf, wordsOfStep } from "../../../remedies";
import type { FleetReport, ReportedStack } from "../report";
import { cleaned } from "./cleaned";
import { type FittedRows, fitRows, type Room } from "./fit-rows";
import { type CountedNote, countsText, headline, listedOf, stackCount } from "./groups";
import { LENGTHS, markdownRow } from "./markdown-rows";
import { markdownCode, markdownText } from "./markdown-text";

/**
 * Room of GitHub's smallest place: a comment has up to 65,536 characters, a step's summary 1 MiB.
 * docs.github.com/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary
 */
export const MARKDOWN_ROOM: Room = { characters: 65_535, bytes: 1024 * 1024 - 1 };

/** Hidden first line by which a pipeline finds the comment of a command again. */
export function markdownMarker(command: string): string {
  return `<!-- plenigo-stripe:${command} -->`;
}

/**
 * A report for a pull request's comment and a step's summary: the counts, then a row for each stack that needs attention,
 * failures first, details folded. Where it would not fit, details are shortened first, the least urgent stacks
 * foremost, and rows left out last; it says so. Ends with a newline.
 */
export function reportMarkdown(report: FleetReport, place: Place, room: Room = MARKDOWN_ROOM): string {
  const shown = cleaned(report);
  const { stacks, notes } = listedOf(shown);
  const top = `${markdownMarker(shown.command)}\n### ${headline(shown)}\n\n`;
  if (stacks.length + notes.length === 0) return `${top}No changes.\n`;
  const head = `${top}${countsText(shown, " · ")}\n${stacks.length > 0 ? TABLE_HEAD : ""}`;
  const foot = notes.length > 0 ? `\n${notes.map((note) => noteLine(note, place)).join("\n")}\n` : "";
  const versions = stacks.map((stack) => LENGTHS.map((length) => markdownRow(stack, shown.command, length)));
  const fitted = fitRows(versions, less(room, head + foot));
  return `${head}${fitted.rows.map((row) => `${row}\n`).join("")}${foot}${cutText(shown, stacks, fitted)}`;
}

const TABLE_HEAD = "\n| status | stack | findings |\n| --- | --- | --- |\n";

function noteLine({ code, count, meaning, next }: CountedNote, place: Place): string {
  const step = markdownText(wordsOfStep(stepOf(next, { ...place, stack: "STACK" })));
  return `- ${markdownCode(code)} ${stackCount(count)}: ${markdownText(meaning)}. Next: ${step}`;
}

/** More than the longest text that says what was cut. */
const CUT_TEXT_ROOM = 400;

function less({ characters, bytes }: Room, text: string): Room {
  return {
    characters: characters - text.length - CUT_TEXT_ROOM,
    bytes: bytes - Buffer.byteLength(text) - CUT_TEXT_ROOM,
  };
}

function cutText(
  report: FleetReport,
  stacks: readonly ReportedStack[],
  { shortened, leftOut }: FittedRows,
): string {
  if (shortened + leftOut === 0) return "";
  const missing = { ...report, stacks: stacks.slice(stacks.length - leftOut) };
  const parts = [
    shortened > 0 && `details shortened: ${stackCount(shortened)}`,
    leftOut > 0 && `left out: ${stackCount(leftOut)} (${countsText(missing)})`,
  ];
  const rule = "This report is cut to GitHub's limit";
  return `\n_${rule}: ${parts.filter(Boolean).join("; ")}. \`--json\` and \`--html\` have them all._\n`;
}
