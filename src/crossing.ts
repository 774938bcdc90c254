import { ERROR_CODES, type ErrorCode, errorLines, LABELS, type UserError } from "./errors";
import {
  explain,
  howStarted,
  type NextStep,
  type Remedy,
  shell,
  textOfLines,
  visit,
  wordsOfStep,
} from "./remedies";

/*
 * Errors of a program and of the provider reach the engine as text: they run in processes of their own. This is the one
 * form of that text, written and read here. It is the one for people, but for words that are no command: those stand in
 * parentheses, as an explanation does behind its command.
 */

/** What an error has left to read behind the engine. */
export interface CrossedError {
  readonly code: ErrorCode;
  /** What is wrong, and the state that the world is in where something was written; a line each. */
  readonly told: readonly string[];
  /** Complete: the process that wrote them knew the stack. */
  readonly next: readonly Remedy[];
}

/** An error's text for the engine. `stack`: the one that runs, as its process knows it. */
export function crossingText(error: UserError, stack?: string): string {
  return textOfLines(errorLines(error, { stack, starter: howStarted() }), wordsAcross);
}

function wordsAcross(step: NextStep): string {
  return (step.command ?? step.url) ? wordsOfStep(step) : `(${step.explanation})`;
}

/** Reads an error of ours out of what the engine tells of it; undefined where the text is somebody else's. */
export function readCrossing(text: string): CrossedError | undefined {
  const [first = "", ...others] = text.trim().split("\n");
  // Foreign texts have words before a colon too; only a code of ours is one.
  const code = ERROR_CODES.find((known) => first.startsWith(`${known}: `));
  if (!code) return undefined;
  const told = [first.slice(code.length + 2)];
  const next: Remedy[] = [];
  for (const line of others) {
    const labelled = labelOf(line);
    if (labelled?.label === "next" || labelled?.label === "or") next.push(readStep(labelled.rest));
    else if (!labelled && !isContinued(line) && line.trim() !== NOTHING_WRITTEN) told.push(line.trim());
  }
  return { code, told, next };
}

const NOTHING_WRITTEN = "Nothing was written.";

/** The engine's own printing may have taken the indentation away. */
function labelOf(line: string): { label: keyof typeof LABELS; rest: string } | undefined {
  const label = (Object.keys(LABELS) as (keyof typeof LABELS)[]).find((name) =>
    line.trimStart().startsWith(LABELS[name].trimStart()),
  );
  return label && { label, rest: line.trimStart().slice(LABELS[label].trimStart().length).trim() };
}

/** A further line of `where`. */
function isContinued(line: string): boolean {
  return line.startsWith(" ".repeat(LABELS.where.length));
}

function readStep(line: string): Remedy {
  const [, what = "", explanation] = /^(.*?)(?:(?:^| {3})\((.*)\))?$/.exec(line) ?? [];
  if (what === "") return explain(explanation ?? "");
  return what.startsWith("https://") ? visit(what, explanation) : shell(what, explanation);
}
