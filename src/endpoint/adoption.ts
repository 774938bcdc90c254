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
  const { adoptEndpointId: id, generation, marks } = news;
  if (id === undefined) return;
  // Else the second generation would be the endpoint of the first, and be deleted with it.
  if (generation > 1)
    throw refusal(id, `signingSecretGeneration is ${generation}, and a rotation makes a new endpoint`);
  const endpoint = endpoints.find((candidate) => candidate.id === id);
  if (!endpoint) throw refusal(id, "there is no such endpoint in the account and mode of the key (any more)");
  if (endpoint.livemode !== (factsOf(news.environment).mode === "live"))
    throw refusal(id, "it is of the other mode");
  if (!isSameUrl(endpoint.url, news.url)) throw refusal(id, `its URL is ${endpoint.url}, not ${news.url}`);
  const { managed_by, plenigo_stack, plenigo_project } = endpoint.metadata;
  if (managed_by === "plenigo-stripe" && !isOurs(endpoint.metadata, marks)) {
    throw refusal(id, `it belongs to stack ${plenigo_stack} of project ${plenigo_project}`);
  }
  if (news.apiVersion !== undefined && news.apiVersion !== endpoint.apiVersion) {
    throw refusal(
      id,
      `its API version is ${endpoint.apiVersion ?? "the account's default"}, not ${news.apiVersion}`,
    );
  }
  const own = endpoints.find((candidate) => candidate.id !== id && isOurs(candidate.metadata, marks));
  if (own) throw refusal(id, `the stack has an endpoint already, ${own.id}`);
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
