import { UserError } from "../errors";
import { explain, ownForStack, pulumiAlone } from "../remedies";
import type { DeclaredAccount } from "../stripe/account-guard";
import type { StripeEndpoint } from "../stripe/endpoints-api";
import type { EndpointInputs } from "./endpoint-state";
import { generationIn, HANDED_OVER_AT, isOurs, isSameUrl } from "./marks";
import type { Session } from "./session";

/**
 * How an endpoint in Stripe stands to a stack. `held`: the state holds it. `adopted`: the stack file names it.
 * `in-use`: it delivers events for this stack or is read by its applications, or this can't be told, and the state
 * does not hold it. `leftover`: of this stack, and nothing uses it: an interrupted run left it. `foreign`: somebody
 * else's with this stack's URL. `unrelated`: all others.
 */
export type Standing = "held" | "adopted" | "in-use" | "leftover" | "foreign" | "unrelated";

/** An endpoint that is in use although the state does not hold it, and how that is known. */
interface UnheldEndpoint {
  readonly endpoint: StripeEndpoint;
  readonly reason: string;
  /** Whether the reason is that it could not be found out. */
  readonly isUnknown: boolean;
}

/** Judges one endpoint; asks AWS only about those that could be in use. The state may be lost or old: it proves nothing. */
export async function standingOf(
  session: Session,
  endpoint: StripeEndpoint,
  news: EndpointInputs,
): Promise<Standing> {
  if (session.held.has(endpoint.id)) return "held";
  if (endpoint.id === news.adoptEndpointId) return "adopted";
  const isOwn = isOurs(endpoint.metadata, news.marks);
  if (!isOwn && !isSameUrl(endpoint.url, news.url)) return "unrelated";
  if (await useOf(session, endpoint, news)) return "in-use";
  return isOwn && generationIn(endpoint.metadata) !== undefined ? "leftover" : "foreign";
}

/** Why an endpoint that the state does not hold is in use; undefined when it is known not to be. */
async function useOf(
  session: Session,
  endpoint: StripeEndpoint,
  news: EndpointInputs,
): Promise<UnheldEndpoint | undefined> {
  const handedOverAt = endpoint.metadata[HANDED_OVER_AT];
  if (handedOverAt) return { endpoint, reason: `it was handed over on ${handedOverAt}`, isUnknown: false };
  const named = await session.namedBySecret(news);
  if (named.kind === "unknown")
    return { endpoint, reason: `it can't be told whether it is in use: ${named.reason}`, isUnknown: true };
  const isNamed = named.kind === "named" && named.all.has(endpoint.id);
  return isNamed ? { endpoint, reason: "the connection secret names it", isUnknown: false } : undefined;
}

/**
 * Refuses a run that would go on beside an endpoint in use that the state does not hold: another backend has the state,
 * or it is lost or older than the last update.
 * @throws UserError `endpoint-not-in-state`
 */
export async function refuseUnheldEndpoint(
  session: Session,
  endpoints: readonly StripeEndpoint[],
  news: EndpointInputs,
): Promise<void> {
  const unheld: UnheldEndpoint[] = [];
  for (const endpoint of endpoints) {
    if ((await standingOf(session, endpoint, news)) !== "in-use") continue;
    const use = await useOf(session, endpoint, news);
    if (use) unheld.push(use);
  }
  if (unheld.length > 0) throw notInState(unheld, news);
}

function notInState(unheld: readonly UnheldEndpoint[], { marks }: EndpointInputs): UserError {
  const ids = unheld.map(({ endpoint }) => endpoint.id).join(", ");
  const unknown = unheld.filter(({ isUnknown }) => isUnknown);
  return new UserError({
    code: "endpoint-not-in-state",
    what:
      unknown.length > 0
        ? `endpoint ${ids} may be in use for this stack, but Pulumi's state does not hold it.`
        : `endpoint ${ids} is in use for this stack, but Pulumi's state does not hold it.`,
    where: unheld.map(({ endpoint: { id, url }, reason }) => `${id} ${url}: ${reason}`).join("\n"),
    next: [
      ...(unknown.length > 0
        ? [explain("let the AWS credentials read the connection secret, then run this again")]
        : []),
      pulumiAlone(
        "login",
        "to the backend that has the stack's state, if it is another one; then run this again",
      ),
      ownForStack("recover", "if the state is lost, or older than the last update"),
    ],
    stack: marks.plenigo_stack,
  });
}

/**
 * What Stripe answers about an endpoint; undefined where it does not exist any more. Stripe answers 404 to a key of
 * another account too, so a 404 counts only after the same key has proved account and mode; a key of another account must
 * never make us forget an endpoint.
 * @throws UserError what `ask` throws, and when the key can't prove it
 */
export async function unlessGone<T>(
  session: Session,
  declared: DeclaredAccount,
  ask: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== "endpoint-gone") throw error;
    await session.proveManagingKey(declared);
    return undefined;
  }
}
