import { keysInUse } from "../../endpoint/session";
import { messageOf, UserError } from "../../errors";
import { explain } from "../../remedies";
import { connectStripe, type LabelledKey, type StripeEndpoint } from "../../stripe/endpoints-api";
import { retryPolicy, SHORT_BUDGET_MS } from "../../stripe/retry";
import type { Values } from "./place";

/** What Stripe says to the keys of a stack; nothing is written there. */
export interface StripeFindings {
  /** Ids of the keys' accounts, without repeats. */
  readonly accounts: readonly string[];
  /** All endpoints that the managing key may list; missing when it may not, or Stripe did not answer. */
  readonly endpoints?: readonly StripeEndpoint[];
  /** What went wrong, by the configuration key or variable that it is about. */
  readonly troubles: readonly StripeTrouble[];
}

/** A key that Stripe refused something. */
export interface StripeTrouble {
  readonly label: string;
  readonly error: UserError;
}

/**
 * Asks Stripe for the accounts of the managing key and of the key for plenigo, and for the endpoints that are there.
 * @returns undefined when there is no key to ask with
 */
export async function probeStripe(
  values: Values,
  env: NodeJS.ProcessEnv,
): Promise<StripeFindings | undefined> {
  const keys = keysInUse({ get: (key) => values[key] }, env);
  const [managing] = keys;
  if (!managing) return undefined;
  const troubles: StripeTrouble[] = [];
  const listing = tried(managing, () => connect(managing, env).list(), troubles);
  const accounts = await Promise.all(
    keys.map((key) => tried(key, () => connect(key, env).accountId(), troubles)),
  );
  const known = [...new Set(accounts.filter((account) => account !== undefined))];
  const endpoints = await listing;
  if (known.length > 1) troubles.push({ label: "stripeSecretKey", error: twoAccounts(managing, known) });
  return { accounts: known, endpoints, troubles: withoutRepeats(troubles) };
}

function connect(key: LabelledKey, env: NodeJS.ProcessEnv) {
  return connectStripe(key, env, retryPolicy(env, SHORT_BUDGET_MS));
}

async function tried<T>(
  { label }: LabelledKey,
  call: () => Promise<T>,
  troubles: StripeTrouble[],
): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof UserError)) throw new Error(messageOf(error));
    troubles.push({ label, error });
    return undefined;
  }
}

/** A refused key is refused for each call; once is enough to say so. */
function withoutRepeats(troubles: readonly StripeTrouble[]): StripeTrouble[] {
  const isFirst = ({ label, error }: StripeTrouble, index: number) =>
    error.code === "permission-missing" ||
    index === troubles.findIndex((other) => other.label === label && other.error.code === error.code);
  return troubles.filter(isFirst);
}

function twoAccounts({ label }: LabelledKey, [managed, stored]: readonly string[]): UserError {
  return new UserError({
    code: "account-mismatch",
    what: `${label} is a key of account ${managed}, but stripeSecretKey is one of ${stored}.`,
    where: `${label}, stripeSecretKey`,
    next: [explain("give both keys of the same account")],
  });
}
