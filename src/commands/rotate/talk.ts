import { readConnection } from "../../secret/read-connection";
import {
  type Confirmation,
  type ConfirmationFlags,
  isConfirmed,
  requireConfirmation,
} from "../../terminal/confirmation";
import type { Language } from "../../terminal/language";
import { lookOf } from "../../terminal/look";
import { terminalPrompts } from "../../terminal/prompts";
import { placeIn, type Surroundings } from "../../terminal/surroundings";
import { handoverText } from "../handover/handover-text";
import { handoverOf } from "../handover/records";
import { handoverWords } from "../handover/words";
import type { SelectedStack } from "../stack-option";
import type { RotationTalk } from "./run-rotation";
import { actionOf } from "./step-words";
import { type RotateWords, rotateWords } from "./words";

/** How a rotation talks. */
export interface TalkOptions extends ConfirmationFlags {
  readonly lang: Language;
  /** Shows the new signing secret without asking. */
  readonly reveal?: boolean;
}

/** Questions and announcements go to standard error, so that the result stays alone on standard output. */
export function talkWith(
  surroundings: Surroundings,
  selected: SelectedStack,
  options: TalkOptions,
  isAsking: boolean,
): RotationTalk {
  const { stderr, env } = surroundings;
  const look = lookOf(stderr, env);
  const words = rotateWords(options.lang);
  const say = (text: string) => void stderr.write(text);
  return {
    announce: (step) => {
      const { holds, effect } = words.step(step);
      say(`${look.line("note", holds)}\n  ${look.bold(effect)}\n`);
    },
    confirm: (step) => {
      const asked = confirmationOf(selected, actionOf(step), words, words.question(step));
      return requireConfirmation(asked, options, surroundings);
    },
    isEntered: async (step) => {
      if (!isAsking) return false;
      const isRevealed = options.reveal || (await wantsSecret(surroundings, words));
      say(await handoverOfStack(surroundings, selected, isRevealed, options.lang));
      return isConfirmed(confirmationOf(selected, actionOf(step), words, words.isEntered), surroundings);
    },
    takesEvents: (id) => say(`${look.line("ok", words.takesEvents(id))}\n`),
    switchedOnAgain: (id) => say(`${look.line("ok", words.switchedOnAgain(id))}\n`),
  };
}

function confirmationOf(
  { stack: name, environment }: SelectedStack,
  action: string,
  { toType, mistyped, yesAndNo }: RotateWords,
  question: string,
): Confirmation {
  const words = { question, toType: toType(name), mistyped: mistyped(name), yesAndNo };
  return { action, name, environment, words };
}

async function wantsSecret(
  surroundings: Surroundings,
  { showSecret, yesAndNo }: RotateWords,
): Promise<boolean> {
  const prompts = await terminalPrompts(surroundings);
  return prompts.confirm({ message: showSecret, yesAndNo, initial: true });
}

async function handoverOfStack(
  surroundings: Surroundings,
  { stack, environment, secretName, place: whereItLies }: SelectedStack,
  isRevealed: boolean,
  language: Language,
): Promise<string> {
  const connection = await readConnection(secretName, whereItLies, stack);
  const [look, place] = [lookOf(surroundings.stderr, surroundings.env), placeIn(surroundings, stack)];
  const view = { stack, environment, webhookUrl: connection.webhookUrl, isRevealed, isGuided: true };
  return handoverText(handoverOf(connection), handoverWords(language), { ...view, look, place });
}
