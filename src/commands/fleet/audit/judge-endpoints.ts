import { differences, type EndpointDifference } from "../../../endpoint/comparison";
import { stateOf } from "../../../endpoint/endpoint-state";
import { handedOverAt, isOurs, isSameUrl, marksOf } from "../../../endpoint/marks";
import type { ConnectionSecret } from "../../../secret/connection-secret";
import type { StripeEndpoint } from "../../../stripe/endpoints-api";
import { declaredEndpoint } from "../../declared-endpoint";
import { wordsOfDrift } from "../endpoint-words";
import { type Finding, finding } from "../report";
import type { DeclaredStack } from "./declared";

/** Endpoints of account and mode at Stripe's limit. facts: "You have reached the maximum of 16 test webhook endpoints." */
export const ENDPOINT_LIMIT = 16;

/** Compares the endpoints of the account with what a stack declares and its connection secret names. */
export function judgeEndpoints(
  declared: DeclaredStack,
  connection: ConnectionSecret,
  endpoints: readonly StripeEndpoint[],
): Finding[] {
  return [
    ...judgeOne(declared, "current", connection.webhookEndpointId, endpoints),
    ...judgePrevious(declared, connection, endpoints),
    ...judgeOthers(declared, connection, endpoints),
    ...judgeRoom(endpoints),
  ];
}

function judgeOne(
  declared: DeclaredStack,
  role: "current" | "previous",
  id: string,
  endpoints: readonly StripeEndpoint[],
): Finding[] {
  const endpoint = endpoints.find((candidate) => candidate.id === id);
  const name = role === "current" ? `endpoint ${id}` : `previous endpoint ${id}`;
  if (!endpoint) return [finding("endpoint-missing", `${name} is not in the account, or not any more`)];
  const generation = generationOf(declared, role, endpoint);
  const enabled = role === "current" || declared.config.previousGeneration === "enabled";
  const expected = declaredEndpoint(declared, { role, generation, enabled });
  const found = differences(expected, stateOf(endpoint, expected, ""))
    .flatMap((difference) => comparable(difference, declared) ?? [])
    .map((difference) => {
      const [code, words] = wordsOfDrift(difference);
      return finding(code, `${name} ${words}`, difference.expected, difference.actual);
    });
  const isHandedOver = handedOverAt(endpoint.metadata) !== undefined;
  const due = finding("handover-due", `plenigo may not have the signing secret of ${name} yet`);
  return [
    ...found,
    ...(role === "current" ? judgeApiVersion(declared, endpoint) : []),
    ...(role === "current" && !isHandedOver ? [due] : []),
  ];
}

/** Where the generation is encrypted, the endpoint's own is taken as it is. */
function generationOf({ config, opaque }: DeclaredStack, role: string, { metadata }: StripeEndpoint): number {
  if (opaque.has("signingSecretGeneration")) return Number(metadata.plenigo_generation) || 1;
  return config.signingSecretGeneration - (role === "previous" ? 1 : 0);
}

/** A difference without what is encrypted in the stack's file; undefined where nothing is left of it. */
function comparable(
  difference: EndpointDifference,
  { opaque }: DeclaredStack,
): EndpointDifference | undefined {
  const { property, expected } = difference;
  if (property === "description" && opaque.has("description")) return undefined;
  if (property !== "enabledEvents" || !opaque.has("additionalEvents")) return difference;
  return (expected as string[]).length > 0 ? { ...difference, actual: [] } : undefined;
}

function judgeApiVersion({ config, opaque }: DeclaredStack, { id, apiVersion }: StripeEndpoint): Finding[] {
  const wanted = config.apiVersion;
  if (opaque.has("apiVersion") || wanted === undefined || wanted === apiVersion) return [];
  const message = `endpoint ${id} has another API version; a rotation makes one with the declared version`;
  return [finding("api-version-differs", message, wanted, apiVersion ?? null)];
}

function judgePrevious(
  declared: DeclaredStack,
  { previousWebhookEndpointId: id }: ConnectionSecret,
  endpoints: readonly StripeEndpoint[],
): Finding[] {
  // What it should do can't be told: it counts as kept, and is not compared.
  if (declared.opaque.has("previousGeneration")) return [];
  return id && keepsPrevious(declared) ? judgeOne(declared, "previous", id, endpoints) : [];
}

function keepsPrevious({ config, opaque }: DeclaredStack): boolean {
  if (opaque.has("previousGeneration")) return true;
  const { signingSecretGeneration, previousGeneration } = config;
  return (
    signingSecretGeneration > 1 && (previousGeneration === "enabled" || previousGeneration === "disabled")
  );
}

function judgeOthers(
  declared: DeclaredStack,
  connection: ConnectionSecret,
  endpoints: readonly StripeEndpoint[],
): Finding[] {
  const { project, stack, config, url } = declared;
  const marks = marksOf(project, stack, config.companyId, config.signingSecretGeneration);
  const kept = keepsPrevious(declared) ? connection.previousWebhookEndpointId : undefined;
  const others = endpoints.filter(({ id }) => id !== connection.webhookEndpointId && id !== kept);
  const leftovers = others
    .filter(({ metadata }) => isOurs(metadata, marks))
    .map(({ id, metadata }) =>
      finding(
        "leftover-endpoint",
        `endpoint ${id} (generation ${metadata.plenigo_generation}) is the stack's, and nothing uses it`,
      ),
    );
  const foreign = others
    .filter((endpoint) => !isOurs(endpoint.metadata, marks) && isSameUrl(endpoint.url, url))
    .map(({ id }) =>
      finding(
        "foreign-endpoint",
        `endpoint ${id}, which is not the stack's, has the URL too: events arrive twice`,
      ),
    );
  return [...leftovers, ...foreign];
}

function judgeRoom({ length }: readonly StripeEndpoint[]): Finding[] {
  if (length < ENDPOINT_LIMIT) return [];
  const message = `the account has ${length} of ${ENDPOINT_LIMIT} endpoints: no room for a rotation`;
  return [finding("endpoint-limit-near", message)];
}
