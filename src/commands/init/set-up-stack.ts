import { type CallerIdentity, callerIdentity } from "../../aws/clients";
import { refusalOf } from "../../aws/refusals";
import type { Project } from "../../config/project";
import { UserError } from "../../errors";
import { explain } from "../../remedies";
import { checkKeys } from "./check-keys";
import { type Guide, Interview } from "./interview";
import { obtainKeys } from "./key-plan";
import { offerAdoption } from "./offer-adoption";
import { lookAround, type Place, type SetupEngine, type StackChoice, type Values } from "./place";
import { refuseFaults, refuseGiven } from "./refusal";
import { withWayBack } from "./way-back";
import { isEmptyPlan, planLines, planOf, type SetupPlan, writeStack } from "./write-stack";

/** A stack to set up, and what was said about it ahead. */
export interface StackRequest extends StackChoice {
  /** Answers by full key; not asked for. */
  readonly given: Values;
  /** Whether the account is linked by Stripe Connect, so that plenigo gets no keys. */
  readonly isConnect: boolean;
}

/**
 * Asks for a stack's values, checks each at once, and writes them when all are known. A stack that is there already is
 * edited: what it has is the default.
 * @throws UserError nothing is written, unless it is `setup-incomplete`
 */
export async function setUpStack(
  project: Project,
  engine: SetupEngine,
  request: StackRequest,
  guide: Guide,
): Promise<void> {
  const place = await lookAround(project, engine, request, guide.env);
  guide.say(
    "note",
    `Stack ${place.stack}, file ${place.file}${place.exists ? ": what is set stays unless you change it" : ""}`,
  );
  if (guide.prompts)
    guide.say("note", "Escape goes back to the question before; Ctrl-C ends it, and nothing is written.");
  const answers = await withWayBack(guide, (asking) => hearAll(place, asking, request));
  if (!answers) return guide.say("ok", `Stack ${place.stack} has all this already; nothing is written.`);
  await writeStack(place.stack, guide, answers, engine, request.secretsProvider);
}

/** @returns what is to be written; undefined where there is nothing */
async function hearAll(
  place: Place,
  guide: Guide,
  { given, isConnect }: StackRequest,
): Promise<SetupPlan | undefined> {
  const interview = new Interview(place, guide, given);
  refuseGiven(interview);
  await interview.obtain("companyId");
  await obtainKeys(interview, isConnect);
  const { account, endpoints } = await checkKeys(interview);
  if (!account) await interview.obtain("stripeAccountId");
  await offerAdoption(interview, endpoints);
  await obtainAwsPlace(interview);
  refuseFaults(interview);
  const plan = planOf(interview);
  if (isEmptyPlan(plan)) return undefined;
  await confirmWriting(interview, planLines(interview, plan));
  return plan;
}

async function confirmWriting({ guide, place }: Interview, lines: readonly string[]): Promise<void> {
  if (!guide.prompts) return;
  guide.say("note", `This will be written to ${place.file}:`);
  for (const line of lines) guide.say("note", `  ${line}`);
  if (await guide.prompts.confirm({ message: "Write this?", initial: true })) return;
  throw new UserError({
    code: "cancelled",
    what: "you decided not to write this.",
    where: place.file,
    next: [explain("start it again")],
  });
}

/**
 * Gets the AWS region, and the account that the connection secret may be written to; proposes those of the environment.
 * @throws UserError `cancelled`
 */
async function obtainAwsPlace(interview: Interview): Promise<void> {
  const { env, say } = interview.guide;
  await interview.obtain("aws:region", { proposal: env.AWS_REGION ?? env.AWS_DEFAULT_REGION });
  const identity = await identityFor(interview);
  await interview.obtain("aws:allowedAccountIds", { proposal: identity?.accountId });
  const allowed = interview.get("aws:allowedAccountIds") ?? "";
  if (identity && !allowed.includes(identity.accountId)) {
    say(
      "warning",
      `The AWS credentials here are of account ${identity.accountId}: an update with them will be refused.`,
    );
  }
}

/** A person may set up a stack that only a pipeline can update: missing credentials are not a reason to stop. */
async function identityFor(interview: Interview): Promise<CallerIdentity | undefined> {
  const { isOffline, say } = interview.guide;
  const region = interview.get("aws:region");
  if (isOffline || !region) return undefined;
  try {
    const identity = await callerIdentity({ region });
    say("ok", `AWS: ${identity.arn}`);
    return identity;
  } catch (error) {
    const { message } = refusalOf(error, "sts:GetCallerIdentity");
    say("warning", `AWS does not tell whose credentials these are: ${message}`);
    return undefined;
  }
}
