import { isOurs, isSameUrl, marksOf, ownerIn } from "../../endpoint/marks";
import { callbackUrl } from "../../environments";
import { UserError } from "../../errors";
import { explain, shell } from "../../remedies";
import type { StripeEndpoint } from "../../stripe/endpoints-api";
import type { Interview } from "./interview";

/**
 * Looks for endpoints that deliver to plenigo already. One that was made by hand may be taken over; beside it,
 * `pulumi up` would refuse to make another one.
 * @throws UserError `foreign-endpoint`: there is one, and nobody to ask; `adoption-refused`; `cancelled`
 */
export async function offerAdoption(
  interview: Interview,
  endpoints: readonly StripeEndpoint[] | undefined,
): Promise<void> {
  const { place, guide } = interview;
  const companyId = interview.get("companyId");
  if (interview.isGiven("adoptEndpointId")) await interview.obtain("adoptSigningSecret");
  if (!endpoints || !companyId) return;
  const url = callbackUrl(place.environment, companyId);
  const marks = marksOf(place.project.name, place.stack, companyId, 1);
  const ofUrl = endpoints.filter((endpoint) => isSameUrl(endpoint.url, url));
  const own = ofUrl.filter(({ metadata }) => isOurs(metadata, marks));
  for (const { id } of own) guide.say("ok", `This stack's endpoint is there already: ${id}`);
  const foreign = ofUrl.filter(({ metadata }) => !isOurs(metadata, marks));
  const adopted = interview.get("adoptEndpointId");
  if (adopted && !ofUrl.some(({ id }) => id === adopted)) {
    const error = notThere(adopted, url, endpoints);
    if (interview.isGiven("adoptEndpointId")) throw error;
    guide.say("warning", error.parts.what);
  }
  if (adopted && own.length === 0) countAnew(interview);
  const others = foreign.filter(({ id }) => id !== adopted);
  for (const { id, metadata } of others)
    guide.say("warning", `Endpoint ${id} delivers to ${url} already${ownerIn(metadata)}.`);
  if (others.length === 0) return;
  const byHand = others.filter(({ metadata }) => metadata.managed_by !== "plenigo-stripe");
  if (!guide.prompts) throw foreignEndpoint(others, url);
  const isFree = !adopted && own.length === 0;
  const id = isFree ? await chosen(interview, byHand) : undefined;
  if (id) await adopt(interview, id);
  for (const other of others.filter((candidate) => candidate.id !== id)) {
    guide.say(
      "warning",
      `Delete ${other.id} in Stripe before pulumi up, which refuses to deliver each event twice.`,
    );
  }
}

async function adopt(interview: Interview, id: string): Promise<void> {
  countAnew(interview);
  interview.set("adoptEndpointId", id);
  await interview.obtain("adoptSigningSecret", { again: "refused" });
}

/**
 * After a destroy nothing is left of the generations that the file counts, and `pulumi up` would refuse to take an
 * endpoint over as a later one.
 */
function countAnew(interview: Interview): void {
  const keys = (["signingSecretGeneration", "previousGeneration"] as const).filter((key) =>
    interview.has(key),
  );
  if (keys.length === 0) return;
  interview.drop(...keys);
  interview.guide.say(
    "note",
    `${keys.join(" and ")}: taken out, since no endpoint of this stack is left; generations are counted from 1 again.`,
  );
}

async function chosen(
  { guide: { prompts } }: Interview,
  candidates: readonly StripeEndpoint[],
): Promise<string | undefined> {
  if (!prompts || candidates.length === 0) return undefined;
  const answer = await prompts.choice({
    message: "Take it over? It keeps its id and its signing secret, so nothing changes in plenigo.",
    options: [
      ...candidates.map(({ id }) => ({ value: id, label: `take over ${id}` })),
      { value: "", label: "no, I will delete it" },
    ],
  });
  return answer || undefined;
}

function foreignEndpoint(foreign: readonly StripeEndpoint[], url: string): UserError {
  return new UserError({
    code: "foreign-endpoint",
    what: `an endpoint that is not this stack's delivers to ${url} already: ${foreign.map(({ id }) => id).join(", ")}.`,
    where: foreign.map(({ id, metadata }) => `${id}${ownerIn(metadata)}`).join(", "),
    next: foreign.flatMap(({ id }) => [
      explain(`add --adopt-endpoint ${id} --adopt-signing-secret-stdin (takes it over)`),
      shell(`stripe webhook_endpoints delete ${id}`, "then run this again"),
    ]),
  });
}

function notThere(id: string, url: string, endpoints: readonly StripeEndpoint[]): UserError {
  const found = endpoints.find((endpoint) => endpoint.id === id);
  return new UserError({
    code: "adoption-refused",
    what: `endpoint ${id} can't be taken over: ${found ? `its URL is ${found.url}, not ${url}` : "there is no such endpoint in the key's account and mode"}.`,
    where: "adoptEndpointId",
    next: [explain("give the id of an endpoint of plenigo's URL, or none")],
  });
}
