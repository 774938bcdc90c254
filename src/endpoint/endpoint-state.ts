import type { Environment } from "../environments";
import type { EndpointSettings, StripeEndpoint } from "../stripe/endpoints-api";
import { isSigningSecret } from "../stripe/keys";
import { HANDED_OVER_AT, marksIn, type OwnershipMarks } from "./marks";

/** What the endpoint of the generation before does during a rotation. */
export const PREVIOUS_GENERATION = ["enabled", "disabled", "removed"] as const;
export type PreviousGeneration = (typeof PREVIOUS_GENERATION)[number];

/**
 * What a stack declares of its endpoint and its state holds of it. Plain JSON: Pulumi shows it in diffs, so events are a
 * map from name to true, which shows exactly the ones that are missing or too many.
 */
export interface EndpointProperties {
  readonly environment: Environment;
  readonly stripeAccountId: string;
  readonly url: string;
  readonly enabledEvents: Readonly<Record<string, true>>;
  readonly description: string;
  readonly enabled: boolean;
  readonly marks: OwnershipMarks;
  /** `previous` for the endpoint of the generation before, which a rotation keeps for a while. Default: `current`. */
  readonly role?: "current" | "previous";
  /** Number of this endpoint, from 1. */
  readonly generation: number;
  /** API version that events are rendered in; missing means the account's default. Create-only. */
  readonly apiVersion?: string;
  /**
   * Secret. The program passes an empty text; `check` puts the known signing secret in its place, so that Pulumi knows
   * it in the preview of an update too and does not announce a new connection secret. Never sent to Stripe.
   */
  readonly signingSecret: string;
}

/** What a program declares: the endpoint, and what is to be known of the run. */
export interface EndpointInputs extends EndpointProperties {
  /** Of the current endpoint: what the one before does. */
  readonly previousGeneration?: PreviousGeneration;
  /** Existing endpoint to take over instead of making one. */
  readonly adoptEndpointId?: string;
  /** Its signing secret. Secret. */
  readonly adoptSigningSecret?: string;
  /** What Pulumi's state holds of this stack before the run; missing where the engine could not tell. */
  readonly inState?: HeldByState;
  /** Whether Pulumi protects the connection secret. */
  readonly isSecretProtected?: boolean;
  /** Where the connection secret lies, where the program gives AWS a provider of its own. */
  readonly secretPlace?: SecretPlace;
}

/** What a refresh leaves in the state in place of the declared inputs: what Stripe has, or why it could not be asked. */
export interface RefreshedInputs extends EndpointProperties {
  /** Why Stripe could not be asked with the key of the last run. Here so that Pulumi's preview names it. */
  readonly unreadable?: string;
}

/** What a stack's state holds, as the engine tells it to the program. */
export interface HeldByState {
  readonly endpoints: readonly {
    /** Missing in a state that an older version of this package has written. */
    readonly id?: string;
    readonly generation: number;
    readonly url: string;
  }[];
  /** Name of the connection secret; missing where the state holds none. */
  readonly secretName?: string;
}

/** Region and account of AWS resources that a program gives a provider of its own. */
export interface SecretPlace {
  readonly region: string;
  /** 12 digits. */
  readonly accountId: string;
}

/** What Pulumi's state holds of an endpoint: what Stripe has, and its signing secret. */
export interface EndpointOutputs extends RefreshedInputs {
  /** Its id; tells a later run which endpoints the state knows. Missing in a state of an older version of this package. */
  readonly endpointId?: string;
  /** When a person has entered the endpoint in plenigo, as ISO time; empty while that is due. Missing as above. */
  readonly handedOverAt?: string;
}

/** What Pulumi passes for a value that another resource has yet to make (`unknownValue` of its SDK's `runtime/rpc`). */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Takes the serialized provider, which Pulumi puts into every bag of values, out of one. */
export function withoutProvider<T extends object>(bag: T): T {
  const { __provider: _, ...rest } = bag as T & { __provider?: unknown };
  return rest as T;
}

/** The events of a map that are switched on, sorted. */
export function eventNames(enabledEvents: EndpointProperties["enabledEvents"]): string[] {
  return Object.keys(enabledEvents).sort();
}

/** The map that inputs and state hold for a list of events; order and repeats are lost on purpose. */
export function eventMap(names: readonly string[]): Record<string, true> {
  return Object.fromEntries([...names].sort().map((name) => [name, true]));
}

/** What Stripe is to be told, in a create and in an update alike. */
export function settingsOf(inputs: EndpointProperties): EndpointSettings {
  const { url, enabledEvents, description, marks } = inputs;
  return { url, enabledEvents: eventNames(enabledEvents), description, metadata: { ...marks } };
}

/** State of an endpoint as Stripe has it now, with the signing secret that only we know. */
export function stateOf(
  endpoint: StripeEndpoint,
  { environment, stripeAccountId, role = "current", generation }: EndpointProperties,
  signingSecret: string,
): EndpointOutputs {
  return {
    environment,
    stripeAccountId,
    role,
    generation,
    url: endpoint.url,
    enabledEvents: eventMap(endpoint.enabledEvents),
    description: endpoint.description,
    enabled: endpoint.enabled,
    marks: marksIn(endpoint.metadata) as unknown as OwnershipMarks,
    ...(endpoint.apiVersion && { apiVersion: endpoint.apiVersion }),
    endpointId: endpoint.id,
    handedOverAt: endpoint.metadata[HANDED_OVER_AT] ?? "",
    signingSecret,
  };
}

/** The inputs that belong to a state as it was read: what the next preview compares with. */
export function inputsOfState({
  endpointId: _,
  handedOverAt: __,
  ...inputs
}: EndpointOutputs): RefreshedInputs {
  return inputs;
}

/** The signing secret that a bag holds; undefined for the empty placeholder and anything else that is none. */
export function knownSigningSecret(bag: Partial<EndpointProperties>): string | undefined {
  return isSigningSecret(bag.signingSecret) ? bag.signingSecret : undefined;
}
