import { type ConfigFault, wordsOfFault } from "../../config/faults";
import type { Environment } from "../../environments";
import { UserError } from "../../errors";
import { explain, type Remedy } from "../../remedies";
import type { Interview } from "./interview";
import { faultsOf } from "./judge";
import { type AskedKey, QUESTIONS } from "./questions";

/** Values that Stripe and AWS can tell. */
const TOLD = new Set<string>(["stripeAccountId", "aws:region", "aws:allowedAccountIds"]);

/**
 * Refuses what is wrong before anything is asked: with a person there only what was given, else what is missing, too,
 * unless Stripe or AWS can tell it.
 * @throws UserError `config-invalid`: every mistake, each with the option that fixes it
 */
export function refuseGiven(interview: Interview): void {
  const faults = faultsOf(interview.place, interview.values, interview.guide.env);
  const mayCome = ({ key }: ConfigFault) =>
    interview.guide.prompts
      ? key === undefined || !interview.isGiven(key as AskedKey)
      : TOLD.has(key ?? "") && !interview.has(key as AskedKey);
  refuse(
    interview,
    faults.filter((fault) => !mayCome(fault)),
  );
}

/** Refuses what is still wrong when everything was asked. @throws UserError `config-invalid` */
export function refuseFaults(interview: Interview): void {
  refuse(interview, faultsOf(interview.place, interview.values, interview.guide.env));
}

function refuse({ place }: Interview, faults: readonly ConfigFault[]): void {
  if (faults.length === 0) return;
  const count = faults.length === 1 ? "one value" : `${faults.length} values`;
  throw new UserError({
    code: "config-invalid",
    what: `${count} of stack ${place.stack} must be given or fixed:`,
    faults: faults.map((fault) => ({
      what: wordsOfFault(fault),
      next: optionFor(fault.key, place.environment) ?? fault.next,
    })),
    where: place.file,
    stack: place.stack,
  });
}

/** The option that gives a value, and where one finds it. */
function optionFor(key: string | undefined, environment: Environment): Remedy | undefined {
  const question = QUESTIONS[key as AskedKey];
  return question && explain(`${question.flag}   (${question.where(environment)})`);
}
