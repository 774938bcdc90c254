import { type Environment, environmentOfStackName } from "../environments";
import { UserError, type UserErrorParts } from "../errors";
import { explain } from "../remedies";
import { canAsk, terminalPrompts } from "./prompts";
import type { Surroundings } from "./surroundings";

/** What a person may answer ahead. */
export interface ConfirmationFlags {
  /** Answers for stage only. */
  readonly yes?: boolean;
  /** The name that is asked for, typed; answers for live too. */
  readonly confirm?: string;
}

/** What is to be confirmed. */
export interface Confirmation {
  /** What will be done, an infinitive without "to": `update 1 live stack`. Question and refusal are made of it. */
  readonly action: string;
  /** What a person types for live: the stack's name, of a fleet the wave's, `live`. */
  readonly name: string;
  /** Default: what the name says. */
  readonly environment?: Environment;
  /** Default: the action as a question, in English. */
  readonly words?: ConfirmationWords;
}

/** How a person is asked. */
export interface ConfirmationWords {
  readonly question: string;
  /** How to answer where the name is to be typed. */
  readonly toType: string;
  /** Said to another name. */
  readonly mistyped: string;
  /** The answers to choose from. */
  readonly yesAndNo?: readonly [yes: string, no: string];
}

/**
 * Asks before something is changed: on stage for a yes, on live for the stack's name. Without a terminal it never asks.
 * @throws UserError `confirmation-missing`: nobody could be asked, or `--confirm` names something else; `cancelled`: no
 */
export async function requireConfirmation(
  confirmation: Confirmation,
  flags: ConfirmationFlags,
  surroundings: Surroundings,
): Promise<void> {
  const { action, name } = confirmation;
  if (flags.confirm === name || (isOfStage(confirmation) && flags.yes)) return;
  if (flags.confirm !== undefined) throw misnamed(confirmation, flags.confirm);
  if (!canAsk(surroundings)) throw missing(confirmation, flags);
  if (await isConfirmed(confirmation, surroundings)) return;
  throw new UserError({
    code: "cancelled",
    what: `you decided not to ${action}.`,
    where: name,
    next: [explain("start it again")],
  });
}

/** Asks a person; false where the answer is no. @throws UserError `cancelled` on Ctrl-C */
export async function isConfirmed(confirmation: Confirmation, surroundings: Surroundings): Promise<boolean> {
  const { name } = confirmation;
  const { question, toType, mistyped, yesAndNo } = confirmation.words ?? englishWords(confirmation);
  const prompts = await terminalPrompts(surroundings);
  if (isOfStage(confirmation)) return prompts.confirm({ message: question, yesAndNo });
  const fault = (answer: string) => ([name, ""].includes(answer.trim()) ? undefined : mistyped);
  return (await prompts.text({ message: `${question} ${toType}`, fault })).trim() === name;
}

/** How a confirmation is asked for in English: its action as a question, and its name typed. */
export const ENGLISH_CONFIRMATION = {
  question: (action: string) => `${action.charAt(0).toUpperCase()}${action.slice(1)}?`,
  toType: (name: string) => `Type ${name} to go on, or nothing to stop.`,
  mistyped: (name: string) => `This is not ${name}.`,
} as const;

function englishWords({ action, name }: Confirmation): ConfirmationWords {
  const { question, toType, mistyped } = ENGLISH_CONFIRMATION;
  return { question: question(action), toType: toType(name), mistyped: mistyped(name) };
}

function isOfStage({ name, environment = environmentOfStackName(name) }: Confirmation): boolean {
  return environment === "stage";
}

function missing(confirmation: Confirmation, { yes }: ConfirmationFlags): UserError {
  const why = yes ? "--yes answers for stage only" : "nobody has confirmed it";
  return refusal(confirmation, { what: `this would ${confirmation.action}, and ${why}.` });
}

function misnamed(confirmation: Confirmation, given: string): UserError {
  const { action, name } = confirmation;
  return refusal(confirmation, {
    what: `--confirm says ${given}, and not ${name}: this would ${action}.`,
  });
}

function refusal(confirmation: Confirmation, parts: Pick<UserErrorParts, "what">): UserError {
  const { name } = confirmation;
  const next = [explain(isOfStage(confirmation) ? "add --yes" : `add --confirm ${name}`)];
  return new UserError({ code: "confirmation-missing", ...parts, where: name, next });
}
