import { type Place, stepOf, wordsOfStep } from "../../../remedies";
import type { FleetReport, ReportedStack } from "../report";
import { cleaned } from "./cleaned";
import { type CountedNote, countsText, headline, listedOf, stackCount } from "./groups";
import { LENGTHS, markdownCode, markdownRow, markdownText } from "./markdown-rows";

/**
 * Room of GitHub's smallest place: a comment has up to 65,536 characters, a step's summary 1 MiB.
 * docs.github.com/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary
 */
const MARKDOWN_ROOM: Room = { characters: 65_535, bytes: 1024 * 1024 - 1 };

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

/** A text's room in a comment and in a file. */
export interface Room {
  /** UTF-16 units, as GitHub counts at most. */
  readonly characters: number;
  /** Bytes in UTF-8. */
  readonly bytes: number;
}

/** Rows that fit, and what was done to the others. */
interface FittedRows {
  readonly rows: readonly string[];
  /** Number of rows that say less than they could; they are the last of `rows`. */
  readonly shortened: number;
  /** Number of rows that are left out; they are the last ones. */
  readonly leftOut: number;
}

/**
 * Cuts rows, each with its line break, to the room: first the last rows are shortened, step by step, and when all are as
 * short as they get, the last ones are left out.
 * @param versions of each row, the longest first
 */
function fitRows(versions: readonly (readonly string[])[], room: Room): FittedRows {
  const rows = versions.map(([longest = ""]) => longest);
  const used = { characters: 0, bytes: 0 };
  const count = (text: string, sign: 1 | -1) => {
    used.characters += sign * (text.length + 1);
    used.bytes += sign * (Buffer.byteLength(text) + 1);
  };
  const fits = () => used.characters <= room.characters && used.bytes <= room.bytes;
  for (const row of rows) count(row, 1);

  const steps = Math.max(0, ...versions.map(({ length }) => length - 1));
  for (let step = 1; step <= steps; step += 1) {
    for (let index = rows.length - 1; index >= 0 && !fits(); index -= 1) {
      const shorter = versions[index]?.[step];
      const row = rows[index] ?? "";
      if (shorter === undefined || shorter.length >= row.length) continue;
      count(row, -1);
      count(shorter, 1);
      rows[index] = shorter;
    }
  }
  while (!fits() && rows.length > 0) count(rows.pop() ?? "", -1);

  const shortened = rows.filter((row, index) => row !== versions[index]?.[0]).length;
  return { rows, shortened, leftOut: versions.length - rows.length };
}
