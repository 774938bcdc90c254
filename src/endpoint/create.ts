import { createHash, randomUUID } from "node:crypto";
import { UserError } from "../errors";
import { explain, shell } from "../remedies";
import type { CreatedEndpoint, StripeEndpoint } from "../stripe/endpoints-api";
import { differences } from "./comparison";
import { type EndpointInputs, type EndpointOutputs, settingsOf, stateOf } from "./endpoint-state";
import { generationIn, HANDED_OVER_AT } from "./marks";
import { refuseUnheldEndpoint, standingOf, unlessGone } from "./ownership";
import { warningOfOneStep } from "./rotation";
import type { Session } from "./session";

/** An endpoint of ours that exists and whose signing secret is known. */
export interface ProvisionedEndpoint {
  readonly id: string;
  readonly outs: EndpointOutputs;
}

/** How many replays of deleted endpoints are passed over before a random key is taken; each is a deletion of one day. */
const MAX_REPLAYS = 10;

/**
 * Makes the stack's endpoint. The signing secret exists only in the answer to the create, so an answer that was lost is
 * asked for again: the idempotency key follows from the request, and Stripe repeats the answer for at least 24 hours.
 * Endpoints of ours that the state does not hold and nothing uses are leftovers of such a run; they make room.
 * @throws UserError
 */
export async function create(session: Session, inputs: EndpointInputs): Promise<ProvisionedEndpoint> {
  const endpoints = await session.takeList();
  await refuseUnheldEndpoint(session, endpoints, inputs);
  const warning = warningOfOneStep(endpoints, inputs, session.held);
  if (warning) console.warn(warning);
  if (inputs.adoptEndpointId) return adopt(session, inputs.adoptEndpointId, inputs, endpoints);
  const orphans = await orphansAmong(session, endpoints, inputs);
  const { endpoint, hasPassedOver } = await makeOrFindAgain(session, inputs, orphans);
  const { signingSecret } = endpoint;
  if (!signingSecret) throw await withoutSecret(session, endpoint, inputs);
  // Stripe may have made an endpoint although it answered with a failure, after the list was read.
  const all = hasPassedOver ? await session.api().list() : endpoints;
  session.held.set(endpoint.id, inputs.generation);
  for (const { id } of await orphansAmong(session, all, inputs)) await removeOrphan(session, id, inputs);
  return { id: endpoint.id, outs: stateOf(endpoint, inputs, signingSecret) };
}

/**
 * Takes over an endpoint that check has judged: same id, our settings and marks, and the signing secret that was given.
 * It is in use with that secret, so it counts as handed over.
 */
async function adopt(
  session: Session,
  id: string,
  inputs: EndpointInputs,
  endpoints: readonly StripeEndpoint[],
): Promise<ProvisionedEndpoint> {
  const settings = settingsOf(inputs);
  const noted = endpoints.find((endpoint) => endpoint.id === id)?.metadata[HANDED_OVER_AT];
  const handedOver = { [HANDED_OVER_AT]: noted ?? new Date().toISOString() };
  const metadata = { ...settings.metadata, ...(inputs.adoptSigningSecret && handedOver) };
  const endpoint = await session.api().update(id, { ...settings, metadata }, inputs.enabled);
  session.held.set(id, inputs.generation);
  return { id, outs: stateOf(endpoint, inputs, inputs.adoptSigningSecret ?? "") };
}

/** Leftovers of interrupted runs that make room for their successor: of the same generation, and not in use. */
async function orphansAmong(
  session: Session,
  endpoints: readonly StripeEndpoint[],
  inputs: EndpointInputs,
): Promise<StripeEndpoint[]> {
  const candidates = endpoints.filter(({ metadata }) => generationIn(metadata) === inputs.generation);
  const standings = await Promise.all(candidates.map((endpoint) => standingOf(session, endpoint, inputs)));
  return candidates.filter((_, index) => standings[index] === "leftover");
}

/** `hasPassedOver`: Stripe repeated answers that are of no use any more. */
async function makeOrFindAgain(
  session: Session,
  inputs: EndpointInputs,
  orphans: readonly StripeEndpoint[],
): Promise<{ endpoint: StripeEndpoint; hasPassedOver: boolean }> {
  const expendable = [...orphans];
  for (let attempt = 0; attempt <= MAX_REPLAYS; attempt += 1) {
    const key = attempt < MAX_REPLAYS ? idempotencyKey(inputs, attempt) : randomUUID();
    const { endpoint, isReplay } = await createWithRoom(session, inputs, key, expendable);
    const usable = endpoint && isReplay ? await findAgain(session, endpoint, inputs) : endpoint;
    if (usable) return { endpoint: usable, hasPassedOver: attempt > 0 };
  }
  throw new Error("a create with a random idempotency key was answered with a replay");
}

/** The endpoint of a repeated answer, brought in line; undefined when it is gone, or its secret was not shown. */
async function findAgain(
  session: Session,
  { id, signingSecret }: StripeEndpoint,
  inputs: EndpointInputs,
): Promise<StripeEndpoint | undefined> {
  // A forced replacement: what the state holds is deleted afterwards, so it can't be its own successor.
  if (!signingSecret || session.held.has(id)) return undefined;
  const today = await unlessGone(session, inputs, () => session.api().retrieve(id));
  // Since the first answer somebody may use it, or have given it to another company: then it is not a leftover.
  if (!today || (await standingOf(session, today, inputs)) !== "leftover") return undefined;
  const isInLine = differences(inputs, stateOf(today, inputs, signingSecret)).length === 0;
  const endpoint = isInLine ? today : await session.api().update(id, settingsOf(inputs), inputs.enabled);
  return { ...endpoint, signingSecret };
}

/** At the account's limit one of the orphans, whose secret is lost, makes room for its successor. */
async function createWithRoom(
  session: Session,
  inputs: EndpointInputs,
  key: string,
  orphans: StripeEndpoint[],
): Promise<CreatedEndpoint> {
  const request = () => session.api().create(settingsOf(inputs), inputs.apiVersion, key);
  try {
    return await request();
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== "endpoint-limit-reached") throw error;
    const orphan = orphans.shift();
    if (!orphan) throw await limitError(session, error);
    await removeOrphan(session, orphan.id, inputs);
    return request();
  }
}

async function limitError(session: Session, cause: UserError): Promise<UserError> {
  const endpoints = await session.api().list();
  return new UserError({
    code: "endpoint-limit-reached",
    what: `the Stripe account is at its limit: it has ${endpoints.length} webhook endpoints in this mode.`,
    where: endpoints.map(({ id, url }) => `${id} ${url}`).join("\n"),
    next: [
      shell("stripe webhook_endpoints delete ID", "one that nobody needs"),
      explain("ask Stripe's support for a higher limit"),
    ],
    cause,
  });
}

function removeOrphan(session: Session, id: string, inputs: EndpointInputs): Promise<void> {
  return unlessGone(session, inputs, () => session.api().remove(id));
}

/** Stripe may hide the signing secret from a restricted key (mako-ai/mako PR #544): such an endpoint is of no use. */
async function withoutSecret(
  session: Session,
  { id }: StripeEndpoint,
  inputs: EndpointInputs,
): Promise<UserError> {
  const { key } = session.api();
  const removed = await removeOrphan(session, id, inputs).then(
    () => true,
    () => false,
  );
  return new UserError({
    code: "signing-secret-missing",
    what: `Stripe made endpoint ${id}, but its answer to ${key.label} holds no signing secret.`,
    where: `${id}, key ${key.label}`,
    next: [
      explain("use a secret key, or a restricted key with Webhook Endpoints: Write"),
      shell("stripe webhook_endpoints list"),
    ],
    state: removed
      ? "The endpoint was deleted again; nothing was stored."
      : `Endpoint ${id} still exists and must be deleted.`,
  });
}

/** Same account, stack, generation and parameters give the same key; it holds no secret. At most 255 characters. */
function idempotencyKey(inputs: EndpointInputs, attempt: number): string {
  const { metadata, ...settings } = settingsOf(inputs);
  const request = [
    inputs.stripeAccountId,
    Object.entries(metadata).sort(),
    settings,
    inputs.apiVersion ?? null,
  ];
  const hash = createHash("sha256").update(JSON.stringify(request)).digest("hex");
  return `plenigo-stripe-${hash}-${attempt}`;
}
