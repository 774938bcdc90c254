/** What to do about a finding: a command to run, a page to open, or only an explanation; or several of them together. */
export interface NextStep {
  /** Complete, as it is typed in the project's folder. */
  readonly command?: string;
  readonly url?: string;
  readonly explanation?: string;
}

/** Stands for the stack's name in the table of findings. */
export const STACK = "STACK";

/** The steps of the table, for one stack. */
export function stepsFor(steps: readonly NextStep[], stack: string): NextStep[] {
  return steps.map((step) => {
    const texts = Object.entries(step).map(([name, text]) => [name, text.replaceAll(STACK, () => stack)]);
    return Object.fromEntries(texts);
  });
}

/** Programs with which a line begins that is typed and not only read. */
const PROGRAM = /^(?:pulumi|npx|plenigo-stripe|aws|stripe|git|npm|export|unset|read) /;

/** A step as errors word it: `command   (explanation)`, a page's address, or words. */
export function stepOf(line: string): NextStep {
  const [, first = line, explanation] = /^(.*?) {2,}\((.*)\)$/.exec(line.trim()) ?? [];
  const rest = explanation === undefined ? {} : { explanation };
  if (/^https:\/\/\S+$/.test(first)) return { url: first, ...rest };
  if (!PROGRAM.test(first)) return { explanation: line.trim() };
  return { command: first.replace(/^plenigo-stripe /, "npx plenigo-stripe "), ...rest };
}

/** A step in one line for people. */
export function wordsOfStep({ command, url, explanation }: NextStep): string {
  const what = command ?? url;
  if (what === undefined) return explanation ?? "";
  return explanation === undefined ? what : `${what}   (${explanation})`;
}
