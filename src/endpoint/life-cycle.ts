import { callbackUrl } from "../environments";
import { UserError } from "../errors";
import { inOrder, pulumi, setConfig, setSecretConfig, setStripeKey } from "../remedies";
import { refuseOtherAdoption } from "./adoption";
import { differences } from "./comparison";
import {
  type EndpointInputs,
  type EndpointOutputs,
  inputsOfState,
  knownSigningSecret,
  type RefreshedInputs,
  settingsOf,
  stateOf,
  UNKNOWN,
} from "./endpoint-state";
import { HANDED_OVER_AT } from "./marks";
import { unlessGone } from "./ownership";
import type { Session } from "./session";

/** What Pulumi does next: nothing, an update in place, or (only when the endpoint is gone) a replacement. */
export interface EndpointDiff {
  readonly changes: boolean;
  readonly replaces?: string[];
}

/** What Stripe has now; no id means that the endpoint is gone. */
export type ReadResult = { id?: undefined } | { id: string; props: EndpointOutputs; inputs: RefreshedInputs };

/**
 * Compares the state with what is declared. Asks Stripe only when the last read could not.
 * @param news in a refresh the engine gives what an earlier one has left in the state
 */
export async function diff(
  session: Session,
  id: string,
  olds: EndpointOutputs,
  news: EndpointInputs & RefreshedInputs,
): Promise<EndpointDiff> {
  session.held.set(id, olds.generation);
  refuseOtherAdoption(id, news);
  if (olds.unreadable !== undefined) {
    const state = await readWithKeyOfToday(session, id, olds);
    return state === "gone" ? { changes: true, replaces: ["unreadable"] } : { changes: true };
  }
  const hasUnknown = [news.url, news.stripeAccountId, ...Object.values(news.marks)].includes(UNKNOWN);
  const isChanged =
    news.unreadable !== undefined || hasNewSecret(olds, news) || differences(news, olds).length > 0;
  return { changes: hasUnknown || isChanged };
}

/** Whether the adoption keys bring another signing secret for the endpoint that the state holds. */
function hasNewSecret(olds: EndpointOutputs, news: EndpointInputs): boolean {
  const given = news.adoptEndpointId === undefined ? undefined : news.adoptSigningSecret;
  return given !== undefined && given !== olds.signingSecret;
}

/**
 * The refresh starts the provider with the key that the state holds. When that was refused, today's key decides whether
 * the endpoint is there; if it is refused too, check has said so.
 */
async function readWithKeyOfToday(
  session: Session,
  id: string,
  olds: EndpointOutputs,
): Promise<"there" | "gone"> {
  const state = await read(session, id, olds);
  return state.id === undefined ? "gone" : "there";
}

/**
 * Reads the endpoint for a refresh. A refused key (401) is reported as drift, since the next run may have a better one;
 * every other trouble is an error, so that the state keeps the endpoint.
 * @throws UserError
 */
export async function read(session: Session, id: string, props: EndpointOutputs): Promise<ReadResult> {
  session.held.set(id, props.generation);
  try {
    // The list, and not the endpoint alone: the check that follows wants it, and this saves it a call.
    const endpoint = (await session.list()).find((candidate) => candidate.id === id);
    if (!endpoint) {
      await session.proveManagingKey(props);
      session.held.delete(id);
      return {};
    }
    const state = stateOf(endpoint, props, props.signingSecret);
    return { id, props: state, inputs: inputsOfState(state) };
  } catch (error) {
    if (error instanceof UserError && error.code === "key-refused") {
      const state = { ...props, unreadable: `Stripe refused the key ${session.api().key.label}` };
      return { id, props: state, inputs: inputsOfState(state) };
    }
    throw error;
  }
}

/** Brings the endpoint in line, in place: same id, same signing secret. @throws UserError */
export async function update(
  session: Session,
  id: string,
  olds: EndpointOutputs,
  news: EndpointInputs,
): Promise<EndpointOutputs> {
  const isNewSecret = hasNewSecret(olds, news);
  const signingSecret = isNewSecret ? news.adoptSigningSecret : knownSigningSecret(olds);
  if (!signingSecret) throw brokenState(id);
  const settings = settingsOf(news);
  // plenigo has what was entered before: another URL or another signing secret has to be entered anew.
  const isDueAgain = isNewSecret || isOfOtherCompany(olds, news);
  const metadata = { ...settings.metadata, ...(isDueAgain && { [HANDED_OVER_AT]: "" }) };
  const endpoint = await session.api().update(id, { ...settings, metadata }, news.enabled);
  return stateOf(endpoint, news, signingSecret);
}

/** By URL and mark together, which must fit each other: what was edited by hand is drift, and plenigo's side stays. */
function isOfOtherCompany({ url, environment, marks }: EndpointOutputs, news: EndpointInputs): boolean {
  const companyBefore = marks.plenigo_company_id;
  return companyBefore !== news.marks.plenigo_company_id && url === callbackUrl(environment, companyBefore);
}

function brokenState(id: string): UserError {
  return new UserError({
    code: "signing-secret-missing",
    what: `Pulumi's state holds endpoint ${id} without its signing secret, and Stripe never shows that again.`,
    where: id,
    next: [
      inOrder(
        [setConfig("adoptEndpointId", id), setSecretConfig("adoptSigningSecret")],
        "the secret that the Dashboard reveals",
      ),
    ],
  });
}

/** Deletes the endpoint; one that is gone already is fine. @throws UserError */
export async function remove(session: Session, id: string, props: EndpointOutputs): Promise<void> {
  try {
    await unlessGone(session, props, () => session.api().remove(id));
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== "key-refused") throw error;
    throw refusedWhileDeleting(session, id, error);
  }
  session.held.delete(id);
}

function refusedWhileDeleting(session: Session, id: string, cause: UserError): UserError {
  const { label } = session.api().key;
  return new UserError({
    code: "key-refused",
    what: `could not delete the endpoint: Stripe refuses the key ${label}. A destroy works with the key of the last up.`,
    where: id,
    next: [
      pulumi("destroy --run-program", "works with the key of today's configuration"),
      setStripeKey("STRIPE_API_KEY"),
    ],
    state: `Endpoint ${id} still exists.`,
    cause,
  });
}
