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
export function handoverText(
  handover: Handover,
  words: HandoverWords,
  { stack, environment, webhookUrl, place, look, isRevealed, isGuided = false }: HandoverView,
): string {
  const { rotation, isByStripeConnect, records } = handover;
  const width = Math.max(...records.map(({ name }) => words.records[name].length));
  const lines = records.map((record, index) => {
    const value = shownValue(record, words, isRevealed);
    const address = record.name === "webhook" ? look.dim(`  (${words.webhookAddress(webhookUrl)})`) : "";
    const isChange = record.action === "change";
    const action =
      record.action === "enter" ? "" : look.colour(isChange ? "warning" : "note", actionOf(record, words));
    const cells = [value && `${value}${address}`, action].filter(Boolean).join("  ");
    return `  ${index + 1}  ${look.bold(words.records[record.name].padEnd(width))}  ${cells}`;
  });
  const isHiding = !isRevealed && records.some(({ isSecret, value }) => isSecret && value);
  return [
    look.bold(words.title(stack, environment)),
    ...words.form.map((line) => `  ${line}`),
    "",
    ...lines,
    "",
    ...(isByStripeConnect ? [look.line("note", words.byStripeConnect)] : []),
    ...(isHiding
      ? [look.line("note", words.revealHint(lineOf(ownForStack("handover --reveal"), place)))]
      : []),
    ...(rotation
      ? [
          look.line("warning", words.rotationTitle),
          ...numbered([
            ...words.rotationEntries(rotation.from, rotation.to),
            ...(isGuided
              ? []
              : words.rotationCommands(rotation.from, rotation.to).map((step) => lineOf(step, place))),
          ]),
        ]
      : [words.nextTitle, ...numbered(words.nextSteps.map((step) => lineOf(step, place)))]),
    "",
  ].join("\n");
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

function actionOf({ action }: HandoverRecord, words: HandoverWords): string {
  return action === "enter" ? "" : `<- ${words.actions[action]}`;
}

function lineOf(remedy: Remedy, place: Place): string {
  return wordsOfStep(stepOf(remedy, place));
}

function numbered(steps: readonly string[]): string[] {
  return steps.map((step, index) => `  ${index + 1}. ${step}`);
}
