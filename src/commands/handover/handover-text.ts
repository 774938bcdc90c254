import { ownForStack, type Place, type Remedy, stepOf, wordsOfStep } from "../../remedies";
import type { Look } from "../../terminal/look";
import { type Handover, type HandoverRecord, masked } from "./records";
import type { HandoverContext } from "./report";
import type { HandoverWords } from "./words";

/** How a hand-over is shown. */
export interface HandoverView extends Pick<HandoverContext, "stack" | "environment" | "webhookUrl"> {
  /** Where the commands that follow are typed. */
  readonly place: Place;
  readonly look: Look;
  readonly isRevealed: boolean;
  /** Whether `rotate` shows it, which goes on by itself. */
  readonly isGuided?: boolean;
}

/** What a person needs to fill in plenigo's form, and what comes then. */
export function handoverText(handover: Handover, words: HandoverWords, view: HandoverView): string {
  const { stack, environment, place, look, isRevealed } = view;
  const { isByStripeConnect, records } = handover;
  const isHiding = !isRevealed && records.some(({ isSecret, value }) => isSecret && value);
  const hint = words.revealHint(lineOf(ownForStack("handover --reveal"), place));
  return [
    look.bold(words.title(stack, environment)),
    ...words.form.map((line) => `  ${line}`),
    "",
    ...recordLines(handover, words, view),
    "",
    ...(isByStripeConnect ? [look.line("note", words.byStripeConnect)] : []),
    ...(isHiding ? [look.line("note", hint)] : []),
    ...whatFollows(handover, words, view),
    "",
  ].join("\n");
}

function recordLines(
  { records }: Handover,
  words: HandoverWords,
  { webhookUrl, look, isRevealed }: HandoverView,
): string[] {
  const width = Math.max(...records.map(({ name }) => words.records[name].length));
  return records.map((record, index) => {
    const value = shownValue(record, words, isRevealed);
    const address = record.name === "webhook" ? look.dim(`  (${words.webhookAddress(webhookUrl)})`) : "";
    const cells = [value && `${value}${address}`, actionOf(record, words, look)].filter(Boolean).join("  ");
    return `  ${index + 1}  ${look.bold(words.records[record.name].padEnd(width))}  ${cells}`;
  });
}

function whatFollows(
  { rotation }: Handover,
  words: HandoverWords,
  { place, look, isGuided = false }: HandoverView,
): string[] {
  const numbered = (steps: readonly string[]) => steps.map((step, index) => `  ${index + 1}. ${step}`);
  const linesOf = (remedies: readonly Remedy[]) => remedies.map((remedy) => lineOf(remedy, place));
  if (!rotation) return [words.nextTitle, ...numbered(linesOf(words.nextSteps))];
  const { from, to } = rotation;
  const commands = isGuided ? [] : linesOf(words.rotationCommands(from, to));
  const steps = numbered([...words.rotationEntries(from, to), ...commands]);
  return [look.line("warning", words.rotationTitle), ...steps];
}

function shownValue(
  { value, isSecret }: HandoverRecord,
  words: HandoverWords,
  isRevealed: boolean,
): string | undefined {
  if (!isSecret || isRevealed || value === undefined) return value;
  const { prefix, hidden } = masked(value);
  return `${prefix}${words.hidden(hidden)}`;
}

function actionOf({ action }: HandoverRecord, words: HandoverWords, look: Look): string {
  if (action === "enter") return "";
  return look.colour(action === "change" ? "warning" : "note", `<- ${words.actions[action]}`);
}

function lineOf(remedy: Remedy, place: Place): string {
  return wordsOfStep(stepOf(remedy, place));
}
