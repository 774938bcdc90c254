import { UserError } from "../../errors";
import { explain, ownForStack, stepOf, wordsOfStep } from "../../remedies";
import type { ConnectionSecret } from "../../secret/connection-secret";
import { readConnection } from "../../secret/read-connection";
import { type ConfirmationFlags, requireConfirmation } from "../../terminal/confirmation";
import { type Language, languageOption } from "../../terminal/language";
import { lookOf } from "../../terminal/look";
import { placeIn, type Surroundings } from "../../terminal/surroundings";
import { type CliCommand, EXIT } from "../cli-command";
import { onStack, type SelectedStack, stackOption } from "../stack-option";
import { stripeOfStack } from "../stripe-of-stack";
import { handoverText } from "./handover-text";
import { markAsHandedOver } from "./mark";
import { handoverOf } from "./records";
import { type HandoverContext, handoverReport } from "./report";
import { handoverWords } from "./words";

interface HandoverFlags extends ConfirmationFlags {
  readonly stack?: string;
  readonly lang: Language;
  readonly reveal?: boolean;
  readonly done?: boolean;
  readonly json?: boolean;
}

const HELP = `
The values are read from AWS Secrets Manager. Keys and signing secret are hidden unless --reveal is given; where standard
output is no terminal, --reveal needs --yes. --done notes the time on the endpoint in Stripe (plenigo_handed_over_at); on
live that asks for the stack's name.

Examples:
  plenigo-stripe handover --stack stage
  plenigo-stripe handover --stack stage --lang de --reveal
  plenigo-stripe handover --stack acme.live --done --confirm acme.live`;

/** `plenigo-stripe handover`: the five values that a person enters in plenigo. */
export const handoverCommand: CliCommand<HandoverFlags> = {
  name: "handover",
  description: "Shows the five values that a person enters in plenigo's Merchant Backend, in its order.",
  declare: (command, { env }) =>
    command
      .addOption(stackOption("hand over"))
      .addOption(languageOption("the values' names", env))
      .option("--reveal", "show keys and signing secret")
      .option("--done", "mark the endpoint as handed over")
      .option("--yes", "reveal although standard output is no terminal")
      .option("--confirm <name>", "the stack's name, typed: marks on live without asking")
      .option("--json", "print one JSON document")
      .addHelpText("after", HELP),
  run: (surroundings, flags) =>
    onStack(surroundings, flags.stack, async (selected) => {
      if (flags.reveal) requireReader(surroundings, flags, selected);
      const connection = await readConnection(selected.secretName, selected.place, selected.stack);
      const markedAt = flags.done ? await mark(surroundings, selected, connection, flags) : null;
      surroundings.stdout.write(printed(surroundings, selected, connection, flags, markedAt));
      return EXIT.ok;
    }),
};

/** Secrets must not end in a log or a file by accident. @throws UserError `confirmation-missing` */
function requireReader(
  { stdout, env }: Surroundings,
  { yes }: HandoverFlags,
  { stack }: SelectedStack,
): void {
  const isTerminal = Boolean(stdout.isTTY && !env.CI);
  if (isTerminal || yes) return;
  throw new UserError({
    code: "confirmation-missing",
    what: "--reveal prints keys and a signing secret, and standard output is no terminal.",
    where: stack,
    next: [explain("add --yes, if what reads it keeps them secret")],
    state: "Nothing was read.",
  });
}

/** @returns the time, ISO */
async function mark(
  surroundings: Surroundings,
  selected: SelectedStack,
  connection: ConnectionSecret,
  flags: HandoverFlags,
): Promise<string> {
  const { stack, environment } = selected;
  const id = connection.webhookEndpointId;
  if (environment === "live")
    await requireConfirmation(
      { action: `mark the endpoint ${id} as handed over`, name: stack, environment },
      flags,
      surroundings,
    );
  const { endpoints } = await stripeOfStack(surroundings, selected, connection);
  const now = new Date(surroundings.clock.now());
  await markAsHandedOver(endpoints, id, stack, now);
  return now.toISOString();
}

function printed(
  surroundings: Surroundings,
  { stack, environment, companyId }: SelectedStack,
  connection: ConnectionSecret,
  { lang, json, reveal = false }: HandoverFlags,
  markedAt: string | null,
): string {
  const [words, handover] = [handoverWords(lang), handoverOf(connection)];
  const context: HandoverContext = {
    ...{ stack, environment, companyId, markedAt },
    webhookUrl: connection.webhookUrl,
  };
  if (json) return `${JSON.stringify(handoverReport(handover, words, reveal, context))}\n`;
  const look = lookOf(surroundings.stdout, surroundings.env);
  const place = placeIn(surroundings, stack);
  const marked = look.line("ok", words.markedAsDone(connection.webhookEndpointId));
  const then = ownForStack(handover.rotation ? "rotate" : "verify");
  const next = `  next  ${wordsOfStep(stepOf(then, place))}`;
  if (markedAt && !reveal) return `${marked}\n${next}\n`;
  const text = handoverText(handover, words, { ...context, isRevealed: reveal, place, look });
  return markedAt ? `${text}${marked}\n` : text;
}
