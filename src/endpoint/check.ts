import { UserError } from "../errors";
import type { StripeEndpoint } from "../stripe/endpoints-api";
import { judgeAdoption } from "./adoption";
import { type EndpointInputs, knownSigningSecret, UNKNOWN } from "./endpoint-state";
import { isOurs, isSameUrl, ownerIn } from "./marks";
import { isLowered, judgeGeneration, mayHaveForgottenPrevious, refuseNewPrevious } from "./rotation";
import type { Session } from "./session";

/**
 * Judges what the program declares, in previews and updates alike, before anything is written: keys, account and mode,
 * and endpoints of others that have the URL already.
 * @param olds inputs of the state; empty before a create
 * @returns the inputs, with the signing secret that the state knows
 * @throws UserError
 */
export async function check(
  session: Session,
  olds: Partial<EndpointInputs>,
  news: EndpointInputs,
): Promise<EndpointInputs> {
  if (news.stripeAccountId !== UNKNOWN) await session.proveKeys(news);
  refuseNewAccount(olds, news);
  refuseNewApiVersion(olds, news);
  if (olds.url === undefined && news.role === "previous") refuseNewPrevious(news);
  const isMoved = olds.url === undefined || !isSameUrl(olds.url, news.url);
  if (news.url !== UNKNOWN && (isMoved || mayHaveForgottenPrevious(news) || isLowered(olds, news))) {
    const endpoints = await session.list();
    if (isMoved) refuseForeignEndpoint(endpoints, news);
    if (news.role !== "previous") judgeGeneration(endpoints, news);
    if (olds.url === undefined) judgeAdoption(endpoints, news);
  }
  return { ...news, signingSecret: knownSigningSecret(olds) ?? news.signingSecret };
}

function refuseForeignEndpoint(endpoints: readonly StripeEndpoint[], inputs: EndpointInputs): void {
  const foreign = endpoints.filter(
    ({ id, url, metadata }) =>
      isSameUrl(url, inputs.url) && !isOurs(metadata, inputs.marks) && id !== inputs.adoptEndpointId,
  );
  if (foreign.length === 0) return;
  const ids = foreign.map(({ id }) => id).join(", ");
  throw new UserError({
    code: "foreign-endpoint",
    what: `an endpoint that is not this stack's has the URL already (${ids}): each event would be delivered twice.`,
    where: foreign.map(({ id, url, metadata }) => `${id} ${url}${ownerIn(metadata)}`).join(", "),
    next: foreign.flatMap(({ id }) => [
      `pulumi config set adoptEndpointId ${id}   (to take it over; with pulumi config set --secret adoptSigningSecret)`,
      `stripe webhook_endpoints delete ${id}   (then run this again)`,
    ]),
  });
}

/** An endpoint can't move to another account: the old one would go on, and no key of the new account could see it. */
function refuseNewAccount(olds: Partial<EndpointInputs>, news: EndpointInputs): void {
  if (olds.stripeAccountId === undefined || news.stripeAccountId === UNKNOWN) return;
  if (olds.stripeAccountId === news.stripeAccountId && olds.environment === news.environment) return;
  throw new UserError({
    code: "account-mismatch",
    what: `the stack's endpoint is in account ${olds.stripeAccountId} (${olds.environment}), but the stack declares ${news.stripeAccountId} (${news.environment}).`,
    where: "stripeAccountId, environment",
    next: [
      `pulumi config set stripeAccountId ${olds.stripeAccountId}   (to keep the endpoint)`,
      "pulumi destroy, with account and key as before, then pulumi up with the new ones",
    ],
  });
}

/**
 * Stripe fixes the API version at creation. docs.stripe.com/api/webhook_endpoints/update
 * A version that is not declared any more is fine: the endpoint keeps the one that it has.
 */
function refuseNewApiVersion(olds: Partial<EndpointInputs>, news: EndpointInputs): void {
  if (olds.url === undefined || news.apiVersion === undefined || olds.apiVersion === news.apiVersion) return;
  throw new UserError({
    code: "api-version-fixed",
    what: `apiVersion is ${news.apiVersion}, but the endpoint was made with ${olds.apiVersion ?? "the account's default"}; Stripe can't change it.`,
    where: "apiVersion",
    next: [
      olds.apiVersion ? `pulumi config set apiVersion ${olds.apiVersion}` : "pulumi config rm apiVersion",
      `pulumi config set signingSecretGeneration ${news.generation + 1}   (a new endpoint takes the new version; with previousGeneration enabled)`,
    ],
  });
}
