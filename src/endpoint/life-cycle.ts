import { UserError } from "../errors";
import { refuseOtherAdoption } from "./adoption";
import { differences } from "./comparison";
import {
  type EndpointInputs,
  type EndpointOutputs,
  knownSigningSecret,
  settingsOf,
  stateOf,
  UNKNOWN,
} from "./endpoint-state";
import { isGone } from "./gone";
import type { Session } from "./session";

/** What Pulumi does next: nothing, an update in place, or (only when the endpoint is gone) a replacement. */
export interface EndpointDiff {
  readonly changes: boolean;
  readonly replaces?: string[];
}

/** What Stripe has now; no id means that the endpoint is gone. */
export type ReadResult = { id?: undefined } | { id: string; props: EndpointOutputs; inputs: EndpointInputs };

/** Compares the state with what is declared. Asks Stripe only when the last read could not. */
export async function diff(
  session: Session,
  id: string,
  olds: EndpointOutputs,
  news: EndpointInputs,
): Promise<EndpointDiff> {
  session.held.add(id);
  refuseOtherAdoption(id, news);
  if (olds.unreadable !== undefined) {
    const state = await readWithKeyOfToday(session, id, olds);
    return state === "gone" ? { changes: true, replaces: ["unreadable"] } : { changes: true };
  }
  const hasUnknown = [news.url, news.stripeAccountId, ...Object.values(news.marks)].includes(UNKNOWN);
  return { changes: hasUnknown || news.unreadable !== undefined || differences(news, olds).length > 0 };
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
  session.held.add(id);
  try {
    const endpoint = await session.api().retrieve(id);
    const state = stateOf(endpoint, props, props.signingSecret);
    return { id, props: state, inputs: state };
  } catch (error) {
    if (error instanceof UserError && error.code === "key-refused") {
      const state = { ...props, unreadable: `Stripe refused the key ${session.api().key.label}` };
      return { id, props: state, inputs: state };
    }
    if (await isGone(session, error, props)) return {};
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
  const signingSecret = knownSigningSecret(olds);
  if (!signingSecret) throw brokenState(id);
  const endpoint = await session.api().update(id, settingsOf(news), news.enabled);
  return stateOf(endpoint, news, signingSecret);
}

function brokenState(id: string): UserError {
  return new UserError({
    code: "signing-secret-missing",
    what: `Pulumi's state holds endpoint ${id} without its signing secret, and Stripe never shows that again.`,
    where: id,
    next: [`stripe webhook_endpoints delete ${id}   (the next pulumi up makes a new one)`],
  });
}

/** Deletes the endpoint; one that is gone already is fine. @throws UserError */
export async function remove(session: Session, id: string, props: EndpointOutputs): Promise<void> {
  try {
    await session.api().remove(id);
  } catch (error) {
    if (error instanceof UserError && error.code === "key-refused")
      throw refusedWhileDeleting(session, id, error);
    if (!(await isGone(session, error, props))) throw error;
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
      "pulumi destroy --run-program   (works with the key of today's configuration)",
      "export STRIPE_API_KEY=…",
    ],
    state: `Endpoint ${id} still exists.`,
    cause,
  });
}
