import { factsOf } from "../environments";
import { UserError } from "../errors";
import type { StripeEndpoint } from "../stripe/endpoints-api";
import type { EndpointInputs } from "./endpoint-state";
import { isOurs, isSameUrl } from "./marks";

/**
 * Judges the adoption of an endpoint that exists, before the first create of a stack.
 * @param endpoints all endpoints of account and mode
 * @throws UserError `adoption-refused`: not there, of another URL or stack, or the stack has an endpoint already
 */
export function judgeAdoption(endpoints: readonly StripeEndpoint[], news: EndpointInputs): void {
  const { adoptEndpointId: id, marks } = news;
  if (id === undefined) return;
  const endpoint = endpoints.find((candidate) => candidate.id === id);
  if (!endpoint) throw refusal(id, "there is no such endpoint in the account and mode of the key (any more)");
  if (endpoint.livemode !== (factsOf(news.environment).mode === "live"))
    throw refusal(id, "it is of the other mode");
  if (!isSameUrl(endpoint.url, news.url)) throw refusal(id, `its URL is ${endpoint.url}, not ${news.url}`);
  refuseEndpointInUse(id, endpoint.metadata, marks);
  if (news.apiVersion !== undefined && news.apiVersion !== endpoint.apiVersion) {
    throw refusal(
      id,
      `its API version is ${endpoint.apiVersion ?? "the account's default"}, not ${news.apiVersion}`,
    );
  }
  const own = endpoints.find((candidate) => candidate.id !== id && isOurs(candidate.metadata, marks));
  if (own) throw refusal(id, `the stack has an endpoint already, ${own.id}`);
}

/** Of another stack, or this stack's own of another generation: a rotation needs a new endpoint with a new secret. */
function refuseEndpointInUse(
  id: string,
  metadata: StripeEndpoint["metadata"],
  marks: EndpointInputs["marks"],
): void {
  const { managed_by, plenigo_stack, plenigo_project, plenigo_generation } = metadata;
  if (managed_by !== "plenigo-stripe") return;
  if (!isOurs(metadata, marks))
    throw refusal(id, `it belongs to stack ${plenigo_stack} of project ${plenigo_project}`);
  if (plenigo_generation !== marks.plenigo_generation)
    throw refusal(
      id,
      `the stack has it already, as generation ${plenigo_generation}; a rotation makes a new one`,
    );
}

/** Adoption keys may stay in the configuration only while they name the endpoint that the state holds. @throws UserError */
export function refuseOtherAdoption(id: string, { adoptEndpointId }: EndpointInputs): void {
  if (adoptEndpointId === undefined || adoptEndpointId === id) return;
  throw refusal(adoptEndpointId, `the stack has an endpoint already, ${id}`);
}

function refusal(id: string, why: string): UserError {
  return new UserError({
    code: "adoption-refused",
    what: `endpoint ${id} can't be adopted: ${why}.`,
    where: "adoptEndpointId",
    next: ["pulumi config rm adoptEndpointId, and: pulumi config rm adoptSigningSecret"],
  });
}
