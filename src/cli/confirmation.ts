import { createInterface } from "node:readline/promises";
import { environmentOfStackName } from "../environments";
import { UserError } from "../errors";

/** What a person may answer ahead. */
export interface ConfirmationFlags {
  /** Answers for stage only. */
  readonly yes?: boolean;
  /** The stack's name, typed; answers for live too. */
  readonly confirm?: string;
}

/**
 * Asks before something is changed: on stage for a yes, on live for the stack's name. Without a terminal it never asks.
 * @throws UserError `confirmation-missing`
 */
export async function requireConfirmation(
  question: string,
  stack: string,
  flags: ConfirmationFlags,
): Promise<void> {
  const isStage = environmentOfStackName(stack) === "stage";
  if (flags.confirm === stack || (isStage && flags.yes)) return;
  const canAsk = process.stdin.isTTY && process.stderr.isTTY && flags.confirm === undefined;
  const expected = isStage ? "yes" : stack;
  if (canAsk && (await ask(`${question} Type ${expected} to go on: `)) === expected) return;
  throw new UserError({
    code: "confirmation-missing",
    what: `${question} That was not confirmed.`,
    where: stack,
    next: [isStage ? "add --yes" : `add --confirm ${stack}`],
  });
}

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(question)).trim();
  } finally {
    terminal.close();
  }
}
