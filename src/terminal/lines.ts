import { stripVTControlCharacters } from "node:util";
import { type Line, type NextStep, textOfLines } from "../remedies";

/** Control characters, and format characters such as those that have no width or turn a line's direction. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}]/gu;

/**
 * Foreign text (names of files, words of Stripe, AWS and the engine) as one line that can be printed anywhere: without
 * control characters, so that it can't paint over a terminal or begin a line, and without what a CI runner would take
 * for a command. GitHub reads `::error` at the start of a line, and `##[error]` anywhere in it:
 * github.com/actions/runner, src/Runner.Common/ActionCommand.cs
 */
export function oneLine(text: string): string {
  const plain = stripVTControlCharacters(text).replace(/\s+/g, " ").replace(UNPRINTABLE, "").trim();
  return withoutCommands(plain);
}

/** The same for a text of several lines, whose line breaks and indentation stay. */
export function printable(text: string): string {
  return stripVTControlCharacters(text)
    .split("\n")
    .map((line) => withoutCommands(line.replace(UNPRINTABLE, "")))
    .join("\n");
}

/** The same for a line of a text. */
export function printableLine(line: Line): Line {
  if (typeof line === "string") return printable(line);
  const parts = Object.entries(line.step).map(([name, text]) => [name, printable(text)]);
  return { label: line.label, step: Object.fromEntries(parts) };
}

function withoutCommands(line: string): string {
  return line.replace(/^(\s*):(?=:)/, "$1: ").replaceAll("##[", "# #[");
}

/** Steps below what they are for, one a line. `labels`: before the first one, and before each further one. */
export function stepLines(
  steps: readonly NextStep[],
  [first, further]: readonly [first: string, further: string] = ["next", "or  "],
  indent = "  ",
): Line[] {
  return steps.map((step, index) => ({ label: `${indent}${index === 0 ? first : further}  `, step }));
}

/** The stream's width, where it is a terminal. */
export interface SizedStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Narrower than this, a terminal's own breaks are as good. */
const LEAST = 20;

/** Lines as a text for a stream: on a terminal no word and no command is broken at its edge; elsewhere they stay as they are. */
export function fitted(lines: readonly Line[], { isTTY, columns }: SizedStream): string {
  return isTTY && columns !== undefined && columns >= LEAST ? wrapped(lines, columns) : textOfLines(lines);
}

/**
 * Lines broken between words where they are longer than the width. What goes on stands below the text of its line. A
 * command stays whole, so that it can be copied; a word longer than a line too.
 */
export function wrapped(lines: readonly Line[], width: number): string {
  return lines.flatMap((line) => wrappedLine(line, width)).join("\n");
}

function wrappedLine(line: Line, width: number): string[] {
  if (typeof line === "string") return line.split("\n").flatMap((part) => brokenBetweenWords(part, width));
  const words = textOfLines([line]);
  if (lengthOf(words) <= width) return [words];
  const { explanation, ...what } = line.step;
  if (Object.keys(what).length === 0) return brokenBetweenWords(words, width);
  const { first, hanging } = indentation(words, width);
  const whole = first + textOfLines([{ ...line, step: what }]).trimStart();
  return explanation === undefined
    ? [whole]
    : [whole, ...brokenBetweenWords(`${hanging}(${explanation})`, width)];
}

/** That of the line, where it leaves room; what goes on stands a little further in. */
function indentation(line: string, width: number): { readonly first: string; readonly hanging: string } {
  const start = lengthOf(/^ */.exec(line)?.[0] ?? "");
  const first = " ".repeat(start < width / 2 ? start : 4);
  return { first, hanging: `${first}  ` };
}

function brokenBetweenWords(line: string, width: number): string[] {
  if (lengthOf(line) <= width) return [line];
  const { first, hanging } = indentation(line, width);
  const lines: string[] = [];
  let current = first;
  for (const word of line.trim().split(/(?<= )(?! )/)) {
    const isStart = current.trim() === "";
    if (!isStart && lengthOf(current + word.trimEnd()) > width) {
      lines.push(current.trimEnd());
      current = hanging;
    }
    current += word;
  }
  return [...lines, current.trimEnd()];
}

function lengthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}
