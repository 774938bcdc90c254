import { connectionSecretName } from "../environments";
import { UserError } from "../errors";
import { explain, inOrder, pulumi, removeConfig, setConfig, setSecretConfig, shell } from "../remedies";
import type { StripeEndpoint } from "../stripe/endpoints-api";
import { judgeAdoption, tellOfAdoption } from "./adoption";
import { type EndpointInputs, knownSigningSecret, UNKNOWN } from "./endpoint-state";
import { generationIn, isSameUrl, ownerIn } from "./marks";
import { refuseUnheldEndpoint, standingOf } from "./ownership";
import { judgeGeneration, refuseNewPrevious } from "./rotation";
import type { Session } from "./session";

/**
 * Judges what the program declares, in previews and updates alike, before anything is written: keys, account and mode,
 * endpoints in use that the state does not hold, and endpoints of others that have the URL already.
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
  if (isNew(olds) && news.role === "previous") refuseNewPrevious(news);
  learnWhatIsHeld(session, news);
  // Where nothing tells what the state holds, the stack's own endpoint would look like one that it does not hold.
  if (news.role !== "previous" && isKnown(news) && (isNew(olds) || session.held.size > 0)) {
    refuseNewCompany(news);
    await judgeEndpoints(session, olds, news);
  }
  const { inState, isSecretProtected, secretPlace, ...inputs } = news;
  return {
    ...inputs,
    // Adoption keys that stay may bring another secret: a wrong one was given, or it was rolled in the Dashboard.
    signingSecret: (isNew(olds) ? undefined : given(news)) ?? knownSigningSecret(olds) ?? news.signingSecret,
  };
}

const isNew = (olds: Partial<EndpointInputs>) => olds.url === undefined;

/** Whether all that endpoints are judged by is there: in a preview another resource may have yet to make it. */
function isKnown({ url, marks }: EndpointInputs): boolean {
  return url !== UNKNOWN && !Object.values(marks).includes(UNKNOWN);
}

/** The signing secret that the adoption keys name. */
function given({ adoptEndpointId, adoptSigningSecret }: EndpointInputs): string | undefined {
  return adoptEndpointId === undefined ? undefined : adoptSigningSecret;
}

/** The refresh before this run may have been another process: the program says what the state holds. */
function learnWhatIsHeld(session: Session, { inState }: EndpointInputs): void {
  for (const entry of inState?.endpoints ?? []) if (entry.id) session.held.set(entry.id, entry.generation);
}

/** @throws UserError when anything in Stripe stands against what is declared */
async function judgeEndpoints(
  session: Session,
  olds: Partial<EndpointInputs>,
  news: EndpointInputs,
): Promise<void> {
  const endpoints = await session.listForCheck();
  for (const { id, url, generation } of news.inState?.endpoints ?? []) {
    // A state of an older version of this package does not hold the ids.
    const same = id ? undefined : endpoints.find((endpoint) => isEntry(endpoint, url, generation));
    if (same) session.held.set(same.id, generation);
  }
  await refuseUnheldEndpoint(session, endpoints, news);
  if (isNew(olds) || !isSameUrl(olds.url ?? "", news.url))
    await refuseForeignEndpoint(session, endpoints, news);
  judgeGeneration(endpoints, news, session.held);
  if (!isNew(olds)) return;
  judgeAdoption(endpoints, news);
  tellOfAdoption(endpoints, news);
}

function isEntry({ url, metadata }: StripeEndpoint, urlInState: string, generation: number): boolean {
  return isSameUrl(url, urlInState) && generationIn(metadata) === generation;
}

/**
 * A new company id gives the connection secret a new name, and Pulumi replaces no protected secret: Stripe would be
 * changed first, and then each run would fail.
 */
function refuseNewCompany({ environment, marks, inState, isSecretProtected }: EndpointInputs): void {
  const name = connectionSecretName(environment, marks.plenigo_company_id);
  const held = inState?.secretName;
  if (!isSecretProtected || held === undefined || held === name) return;
  throw new UserError({
    code: "secret-protected",
    what: `another companyId needs another connection secret, ${name}, but ${held} is protected.`,
    where: "companyId, protect",
    next: [
      inOrder([setConfig("protect", false), pulumi("up"), removeConfig(["protect"])]),
      explain("set companyId back"),
    ],
  });
}

async function refuseForeignEndpoint(
  session: Session,
  endpoints: readonly StripeEndpoint[],
  inputs: EndpointInputs,
): Promise<void> {
  const standings = await Promise.all(endpoints.map((endpoint) => standingOf(session, endpoint, inputs)));
  const foreign = endpoints.filter(
    ({ url }, index) => standings[index] === "foreign" && isSameUrl(url, inputs.url),
  );
  if (foreign.length === 0) return;
  const ids = foreign.map(({ id }) => id).join(", ");
  throw new UserError({
    code: "foreign-endpoint",
    what: `an endpoint that is not this stack's has the URL already (${ids}): each event would be delivered twice.`,
    where: foreign.map(({ id, url, metadata }) => `${id} ${url}${ownerIn(metadata)}`).join(", "),
    next: foreign.flatMap(({ id }) => [
      inOrder([setConfig("adoptEndpointId", id), setSecretConfig("adoptSigningSecret")], "to take it over"),
      shell(`stripe webhook_endpoints delete ${id}`, "then run this again"),
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
      setConfig("stripeAccountId", olds.stripeAccountId, "to keep the endpoint"),
      pulumi("destroy", "with account and key as before; then pulumi up with the new ones"),
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
      olds.apiVersion ? setConfig("apiVersion", olds.apiVersion) : removeConfig(["apiVersion"]),
      inOrder(
        [
          setConfig("signingSecretGeneration", news.generation + 1),
          setConfig("previousGeneration", "enabled"),
        ],
        "a new endpoint takes the new version",
      ),
    ],
  });
}
