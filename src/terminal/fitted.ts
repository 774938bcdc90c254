import { stripVTControlCharacters } from "node:util";

/** The stream's width, where it is a terminal. */
export interface SizedStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Narrower than this, a terminal's own breaks are as good. */
const LEAST = 20;

/** A text for a stream: on a terminal no word is broken at its edge; elsewhere it stays as it is. */
export function fitted(text: string, { isTTY, columns }: SizedStream): string {
  return isTTY && columns !== undefined && columns >= LEAST ? wrapped(text, columns) : text;
}

/**
 * A text whose lines are broken between words where they are longer than the width. What goes on stands below the text
 * of its line. Commands after `next` and `or` stay whole, so that they can be copied; words longer than a line too.
 */
export function wrapped(text: string, width: number): string {
  return text
    .split("\n")
    .flatMap((line) => wrapLine(line, width))
    .join("\n");
}

const STEP = /^\s*(?:next|or|then|weiter|oder|dann) {2}/;

function wrapLine(line: string, width: number): string[] {
  if (lengthOf(line) <= width) return [line];
  const start = /^ */.exec(line)?.[0].length ?? 0;
  const first = " ".repeat(start < width / 2 ? start : 4);
  const hanging = `${first}  `;
  if (STEP.test(stripVTControlCharacters(line))) return brokenBeforeExplanation(line.trim(), first, hanging);
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

function brokenBeforeExplanation(line: string, first: string, hanging: string): string[] {
  const at = line.search(/ {3}\(/);
  if (at < 0) return [first + line];
  return [first + line.slice(0, at), hanging + line.slice(at).trim()];
}

function lengthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}
