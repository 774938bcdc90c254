import { type Environment, environmentOfStackName } from "../environments";
import { UserError } from "../errors";
import { explain } from "../remedies";
import { canAsk, terminalPrompts } from "./prompts";

/** What a person may answer ahead. */
export interface ConfirmationFlags {
  /** Answers for stage only. */
  readonly yes?: boolean;
  /** The name that is asked for, typed; answers for live too. */
  readonly confirm?: string;
}

/**
 * Asks before something is changed: on stage for a yes, on live for the stack's name (of a fleet: the wave's, `live`).
 * Without a terminal it never asks.
 * @param environment of the stack; default: what its name says
 * @throws UserError `confirmation-missing`
 */
export async function requireConfirmation(
  question: string,
  name: string,
  flags: ConfirmationFlags,
  environment: Environment | undefined = environmentOfStackName(name),
): Promise<void> {
  const isStage = environment === "stage";
  if (flags.confirm === name || (isStage && flags.yes)) return;
  if (canAsk() && flags.confirm === undefined && (await isConfirmed(question, name, isStage))) return;
  throw new UserError({
    code: "confirmation-missing",
    what: `${question} That was not confirmed.`,
    where: name,
    next: [explain(isStage ? "add --yes" : `add --confirm ${name}`)],
  });
}

async function isConfirmed(question: string, name: string, isStage: boolean): Promise<boolean> {
  const prompts = await terminalPrompts();
  if (isStage) return prompts.confirm({ message: `${question} Go on?` });
  return (await prompts.text({ message: `${question} Type ${name} to go on.` })).trim() === name;
}
