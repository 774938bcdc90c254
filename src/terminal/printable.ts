import { stripVTControlCharacters } from "node:util";
import type { Line } from "../remedies";

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
