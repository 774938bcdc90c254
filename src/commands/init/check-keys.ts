import { factsOf } from "../../environments";
import { UserError } from "../../errors";
import { explain, type Remedy } from "../../remedies";
import { sandboxHint } from "../../stripe/account-guard";
import type { StripeEndpoint } from "../../stripe/endpoints-api";
import { keyForm, seemsOfOtherAccount } from "../../stripe/keys";
import type { Prompts } from "../../terminal/prompts";
import type { Interview } from "./interview";
import { probeStripe, type StripeFindings, type StripeTrouble } from "./stripe-probe";

/** Troubles that one may live with for now; `pulumi up` looks again. */
const BEARABLE = new Set([
  "account-mismatch",
  "key-address-refused",
  "permission-missing",
  "stripe-rate-limited",
  "stripe-unavailable",
]);

/** What Stripe told of the account. */
export interface CheckedKeys {
  /** Missing where Stripe could not be asked or did not tell. */
  readonly account?: string;
  /** Endpoints of account and mode; missing where they could not be listed. */
  readonly endpoints?: readonly StripeEndpoint[];
}

/**
 * Has Stripe prove the keys, and fills in the account id that it names. Where Stripe refuses, another key may be given;
 * where it does not answer, one may go on without.
 * @throws UserError `cancelled`; without anybody to ask, what Stripe refused
 */
export async function checkKeys(interview: Interview): Promise<CheckedKeys> {
  const { say, isOffline, env } = interview.guide;
  if (isOffline) {
    say("note", "Stripe is not asked (--offline).");
    return {};
  }
  for (;;) {
    const findings = await probeStripe(interview.values, env);
    if (!findings) {
      say("note", "There is no key here that Stripe could be asked with.");
      return {};
    }
    const troubles = [...findings.troubles, ...declaredOtherwise(interview, findings)];
    if (troubles.length === 0 || (await isBearable(interview, troubles, findings)))
      return await accept(interview, findings);
  }
}

async function accept(interview: Interview, { accounts, endpoints }: StripeFindings): Promise<CheckedKeys> {
  const { place, guide } = interview;
  const [account] = accounts;
  const { mode } = factsOf(place.environment);
  if (account) {
    interview.set("stripeAccountId", account);
    const listed = endpoints ? `, webhook endpoints by now: ${endpoints.length}` : "";
    guide.say("ok", `Stripe: account ${account}, ${mode} mode${listed}`);
    await doubtPublishable(interview, account);
  }
  const managing = interview.get("stripeDeployKey") ?? interview.get("stripeSecretKey") ?? "";
  if (keyForm(managing).kind === "restricted") {
    guide.say(
      "note",
      "Whether a restricted key may write endpoints shows only in the first pulumi up; it needs Webhook Endpoints: Write.",
    );
  }
  return { account, endpoints };
}

/** That a publishable key is of the account can't be proved; one that seems not to be is asked about. */
async function doubtPublishable(interview: Interview, account: string): Promise<void> {
  const { prompts, say } = interview.guide;
  const isDoubtful = () => {
    const key = interview.get("stripePublishableKey");
    return key !== undefined && seemsOfOtherAccount(key, account);
  };
  while (isDoubtful()) {
    say(
      "warning",
      `The publishable key seems to belong to another account than ${account}; compare it in Stripe.`,
    );
    if (!prompts || (await staysDoubtful(prompts))) return;
    await interview.obtain("stripePublishableKey", { again: "refused" });
  }
}

async function staysDoubtful(prompts: Prompts): Promise<boolean> {
  const answer = await prompts.choice({
    message: "Which publishable key do you want to use?",
    options: [
      { value: "key", label: "another one, which I will type now" },
      { value: "keep", label: "this one; I have compared it" },
    ],
  });
  return answer === "keep";
}

/** The account that was given, or that the stack has, is not the keys'. */
function declaredOtherwise(interview: Interview, { accounts: [account] }: StripeFindings): StripeTrouble[] {
  const declared = interview.get("stripeAccountId");
  if (!account || !declared || declared === account) return [];
  const error = new UserError({
    code: "account-mismatch",
    what: `the key is one of account ${account}, but ${interview.isGiven("stripeAccountId") ? "--account says" : "the stack has"} ${declared}.${sandboxHint(interview.place.environment)}`,
    where: "stripeAccountId",
    next: [explain(`give a key of ${declared}`), explain(`add --account ${account}`)],
  });
  return [{ label: interview.has("stripeDeployKey") ? "stripeDeployKey" : "stripeSecretKey", error }];
}

/** Says what is wrong, and lets a person decide; another key may be typed meanwhile, which is checked again then. */
async function isBearable(
  interview: Interview,
  troubles: readonly StripeTrouble[],
  { accounts }: StripeFindings,
): Promise<boolean> {
  const { prompts, say } = interview.guide;
  const labels = new Set(troubles.map(({ label }) => label));
  const [first] = troubles;
  if (!first) return true;
  if (!prompts || labels.has("STRIPE_API_KEY")) throw asOwnError(first.error);
  for (const { error } of troubles) say("failure", `${error.code}: ${error.parts.what}`);
  const mayGoOn = accounts.length < 2 && troubles.every(({ error }) => BEARABLE.has(error.code));
  if (mayGoOn && (await wantsToGoOn(interview, accounts[0]))) return true;
  for (const key of ["stripeSecretKey", "stripeDeployKey"] as const) {
    if (!labels.has(key) || !interview.has(key)) continue;
    await interview.obtain(key, { again: isRefused(troubles, key) ? "refused" : "unproved" });
  }
  return false;
}

/** Whether the same key could not do better another time. */
function isRefused(troubles: readonly StripeTrouble[], key: string): boolean {
  return troubles.some(({ label, error }) => label === key && !BEARABLE.has(error.code));
}

async function wantsToGoOn({ guide: { prompts } }: Interview, account: string | undefined): Promise<boolean> {
  const answer = await prompts?.choice({
    message: "How do you want to go on?",
    options: [
      { value: "key", label: "try again, or type another key" },
      { value: "on", label: `go on${account ? ` with account ${account}` : ""}; pulumi up looks again` },
    ],
  });
  return answer === "on";
}

/** A command that sets a configuration which is not there yet. */
const isOfPulumi = (remedy: Remedy) =>
  remedy.kind === "run" && remedy.commands.some(({ program }) => program === "pulumi");

/** The steps of an error that was made for `pulumi up` talk of a configuration that is not written yet. */
function asOwnError({ parts }: UserError): UserError {
  const steps = (parts.next ?? []).filter((remedy) => !isOfPulumi(remedy));
  const next = [
    ...steps,
    ...(BEARABLE.has(parts.code) ? [explain("add --offline, which asks neither Stripe nor AWS")] : []),
  ];
  return new UserError({
    ...parts,
    next: next.length > 0 ? next : [explain("give a key that works")],
    state: undefined,
  });
}
