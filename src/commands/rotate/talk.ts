import { readConnection } from "../../secret/read-connection";
import {
  type Confirmation,
  type ConfirmationFlags,
  isConfirmed,
  requireConfirmation,
} from "../../terminal/confirmation";
import type { Language } from "../../terminal/language";
import { lookOf, type OutputStream } from "../../terminal/look";
import { terminalPrompts } from "../../terminal/prompts";
import { handoverText } from "../handover/handover-text";
import { wordsIn } from "../handover/languages";
import { handoverOf } from "../handover/records";
import type { SelectedStack } from "../stack-option";
import { rotateWords } from "./languages";
import type { RotationTalk } from "./run-rotation";
import { actionOf, type RotateWords } from "./words";

/** How a rotation talks. */
export interface TalkOptions extends ConfirmationFlags {
  readonly lang: Language;
  /** Shows the new signing secret without asking. */
  readonly reveal?: boolean;
}

/** Questions and announcements go to standard error, so that the result stays alone on standard output. */
export function talkWith(selected: SelectedStack, options: TalkOptions, isAsking: boolean): RotationTalk {
  const look = lookOf(process.stderr);
  const words = rotateWords(options.lang);
  const say = (text: string) => void process.stderr.write(text);
  return {
    announce: (step) => {
      const { holds, effect } = words.step(step);
      say(`${look.line("note", holds)}\n  ${look.bold(effect)}\n`);
    },
    confirm: (step) => {
      const asked = confirmationOf(selected, actionOf(step), words, words.question(step));
      return requireConfirmation(asked, options);
    },
    isEntered: async (step) => {
      if (!isAsking) return false;
      const isRevealed = options.reveal || (await wantsSecret(words));
      say(await handoverOfStack(selected, isRevealed, options.lang, process.stderr));
      return isConfirmed(confirmationOf(selected, actionOf(step), words, words.isEntered));
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

async function wantsSecret({ showSecret, yesAndNo }: RotateWords): Promise<boolean> {
  const prompts = await terminalPrompts();
  return prompts.confirm({ message: showSecret, yesAndNo, initial: true });
}

async function handoverOfStack(
  { stack, environment, secretName, place }: SelectedStack,
  isRevealed: boolean,
  language: Language,
  stream: OutputStream,
): Promise<string> {
  const connection = await readConnection(secretName, place, stack);
  const view = { stack, environment, webhookUrl: connection.webhookUrl, isRevealed, isGuided: true };
  return handoverText(handoverOf(connection), wordsIn(language), view, stream);
}
