import { factsOf } from "../environments";
import { UserError } from "../errors";
import { removeConfig } from "../remedies";
import type { StripeEndpoint } from "../stripe/endpoints-api";
import { differences, type EndpointDifference } from "./comparison";
import { type EndpointInputs, stateOf } from "./endpoint-state";
import { isOurs, isSameUrl, ownerIn } from "./marks";

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
    throw refusal(
      id,
      `signingSecretGeneration is ${generation}, and a rotation makes a new endpoint`,
      // After a destroy nothing is left of the generations: then the number is what stands in the way.
      endpoints.some(({ metadata }) => isOurs(metadata, marks)) ? [] : ["signingSecretGeneration"],
    );
  const endpoint = endpoints.find((candidate) => candidate.id === id);
  if (!endpoint) throw refusal(id, "there is no such endpoint in the account and mode of the key (any more)");
  if (endpoint.livemode !== (factsOf(news.environment).mode === "live"))
    throw refusal(id, "it is of the other mode");
  if (!isSameUrl(endpoint.url, news.url)) throw refusal(id, `its URL is ${endpoint.url}, not ${news.url}`);
  if (endpoint.metadata.managed_by === "plenigo-stripe" && !isOurs(endpoint.metadata, marks))
    throw refusal(id, `it belongs to somebody else${ownerIn(endpoint.metadata)}`);
  if (news.apiVersion !== undefined && news.apiVersion !== endpoint.apiVersion) {
    throw refusal(
      id,
      `its API version is ${endpoint.apiVersion ?? "the account's default"}, not ${news.apiVersion}`,
    );
  }
  const own = endpoints.find((candidate) => candidate.id !== id && isOurs(candidate.metadata, marks));
  if (own) throw refusal(id, `the stack has an endpoint already, ${own.id}`);
}

/** Says what an adoption takes over and what it changes, in previews and updates; to Pulumi it is a mere create. */
export function tellOfAdoption(endpoints: readonly StripeEndpoint[], news: EndpointInputs): void {
  const endpoint = endpoints.find(({ id }) => id === news.adoptEndpointId);
  if (endpoint) console.info(adoptionWords(endpoint, news));
}

/** One line: what stays of an endpoint that is taken over, and what changes. */
export function adoptionWords(endpoint: StripeEndpoint, news: EndpointInputs): string {
  const changes = differences(news, stateOf(endpoint, news, "")).flatMap(changeWords);
  const what = changes.length > 0 ? `changes: ${changes.join("; ")}` : "only its marks change";
  return `adoption: endpoint ${endpoint.id} is taken over with its id and signing secret; ${what}`;
}

function changeWords({ property, expected, actual }: EndpointDifference): string[] {
  const names = (events: unknown) => (events as string[]).join(", ");
  if (property === "enabledEvents") {
    const [on, off] = [names(expected), names(actual)];
    return [on && `events on: ${on}`, off && `events off: ${off}`].filter(Boolean);
  }
  if (property === "description") return [`description: "${actual}" becomes "${expected}"`];
  if (property === "url") return [`URL: ${actual} becomes ${expected}`];
  return property === "enabled" ? [expected ? "it is enabled" : "it is disabled"] : [];
}

/** Adoption keys may stay in the configuration only while they name the endpoint that the state holds. @throws UserError */
export function refuseOtherAdoption(id: string, { adoptEndpointId }: EndpointInputs): void {
  if (adoptEndpointId === undefined || adoptEndpointId === id) return;
  throw refusal(adoptEndpointId, `the stack has an endpoint already, ${id}`);
}

function refusal(id: string, why: string, alsoRemove: readonly string[] = []): UserError {
  const keys = ["adoptEndpointId", "adoptSigningSecret", ...alsoRemove];
  return new UserError({
    code: "adoption-refused",
    what: `endpoint ${id} can't be adopted: ${why}.`,
    where: "adoptEndpointId",
    next: [removeConfig(keys)],
  });
}
