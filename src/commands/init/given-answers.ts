import { fullKeyOf } from "../../environments";
import { UserError } from "../../errors";
import { explain } from "../../remedies";
import type { Values } from "./place";
import type { AskedKey } from "./questions";

/** Answers on the command line; secrets are only announced there, and come by standard input. */
export interface AnswerFlags {
  readonly companyId?: string;
  readonly account?: string;
  readonly publishableKey?: string;
  readonly secretKeyStdin?: boolean;
  readonly deployKeyStdin?: boolean;
  readonly adoptEndpoint?: string;
  readonly adoptSigningSecretStdin?: boolean;
  readonly region?: string;
  readonly awsAccount?: readonly string[];
}

/** Secrets by standard input, one a line, in this order. */
const BY_STDIN = [
  ["secretKeyStdin", "stripeSecretKey", "--secret-key-stdin"],
  ["deployKeyStdin", "stripeDeployKey", "--deploy-key-stdin"],
  ["adoptSigningSecretStdin", "adoptSigningSecret", "--adopt-signing-secret-stdin"],
] as const satisfies readonly (readonly [keyof AnswerFlags, AskedKey, string])[];

/** Whether the flags announce anything on standard input. */
export function readsStdin(flags: AnswerFlags): boolean {
  return BY_STDIN.some(([flag]) => flags[flag]);
}

/**
 * The answers that were given ahead, by full key.
 * @param input text of standard input; empty when the flags announce nothing there
 * @throws UserError `config-invalid`: standard input has more or fewer lines than were announced
 */
export function givenAnswers(flags: AnswerFlags, input: string): Values {
  const announced = BY_STDIN.filter(([flag]) => flags[flag]);
  const lines = input
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
  if (lines.length !== announced.length) {
    throw new UserError({
      code: "config-invalid",
      what: `standard input must hold ${announced.length} line(s), but it has ${lines.length}.`,
      where: announced.map(([, , option]) => option).join(", "),
      next: [
        explain("give one value a line: secret key, deploy key, signing secret, those that were announced"),
      ],
    });
  }
  const plain: [AskedKey, string | undefined][] = [
    ["companyId", flags.companyId],
    ["stripeAccountId", flags.account],
    ["stripePublishableKey", flags.publishableKey],
    ["adoptEndpointId", flags.adoptEndpoint],
    ["aws:region", flags.region],
    ["aws:allowedAccountIds", flags.awsAccount && JSON.stringify(flags.awsAccount)],
  ];
  const secret = announced.map(([, key], index) => [key, lines[index]] as const);
  return Object.fromEntries(
    [...plain, ...secret].flatMap(([key, text]) => (text === undefined ? [] : [[fullKeyOf(key), text]])),
  );
}
