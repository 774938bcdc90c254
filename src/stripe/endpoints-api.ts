import type Stripe from "stripe";
import { UserError } from "../errors";
import { type LabelledKey, type StripeEnv, stripeClient } from "./client";
import { AFTER_OUTAGE, accountNamedIn, isOfStripe } from "./errors";
import type { RetryPolicy } from "./retry";

export type { LabelledKey } from "./client";

/** A webhook endpoint as Stripe has it. docs.stripe.com/api/webhook_endpoints/object */
export interface StripeEndpoint {
  /** `we_…` */
  readonly id: string;
  readonly url: string;
  readonly enabledEvents: readonly string[];
  /** Empty where Stripe has none. */
  readonly description: string;
  readonly enabled: boolean;
  readonly livemode: boolean;
  readonly createdAt: Date;
  readonly metadata: Readonly<Record<string, string>>;
  /** Missing where the account's default applies. Fixed at creation. */
  readonly apiVersion?: string;
  /** Only in the answer to a create. Secret. */
  readonly signingSecret?: string;
}

/** Settings that can be changed in place. */
export interface EndpointSettings {
  readonly url: string;
  readonly enabledEvents: readonly string[];
  readonly description: string;
  /** Merged into what the endpoint has; other people's entries stay. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Result of a create. `isReplay`: Stripe repeated the first answer to the idempotency key. Its endpoint may be gone by
 * now; there is none when that answer was a failure.
 */
export interface CreatedEndpoint {
  readonly endpoint?: StripeEndpoint;
  readonly isReplay: boolean;
}

/** What we ask of Stripe, with one key. Every method retries within the policy and throws UserError. */
export interface EndpointsApi {
  readonly key: LabelledKey;
  /** Id of the key's account; for a restricted key that may not read it, the one that Stripe's refusal names. */
  accountId(): Promise<string>;
  /** All endpoints of account and mode, over all pages. */
  list(): Promise<StripeEndpoint[]>;
  retrieve(id: string): Promise<StripeEndpoint>;
  create(
    settings: EndpointSettings,
    apiVersion: string | undefined,
    idempotencyKey: string,
  ): Promise<CreatedEndpoint>;
  update(id: string, settings: EndpointSettings, enabled: boolean): Promise<StripeEndpoint>;
  remove(id: string): Promise<void>;
  /** Adds entries to the endpoint's metadata; an empty text takes an entry away, and all others stay. */
  annotate(id: string, entries: Readonly<Record<string, string>>): Promise<StripeEndpoint>;
}

type Endpoints = Stripe["webhookEndpoints"];

/** Connects to Stripe, or to `STRIPE_API_BASE`. Nothing is sent before the first call. */
export function connectStripe(key: LabelledKey, env: StripeEnv, policy: RetryPolicy): EndpointsApi {
  const { stripe, call: ask } = stripeClient(key, env, policy);
  const endpoints = stripe.webhookEndpoints;
  const call = <T>(action: string, endpointId: string | undefined, request: () => Promise<T>) =>
    ask({ action, endpointId }, request);

  return {
    key,
    accountId: () =>
      call("read the account", undefined, async () => (await stripe.accounts.retrieveCurrent()).id).catch(
        accountOfRefusal,
      ),
    list: () => call("list the endpoints", undefined, () => listAll(endpoints, key, policy)),
    retrieve: (id) => call("read the endpoint", id, async () => fromStripe(await endpoints.retrieve(id))),
    create: (settings, apiVersion, idempotencyKey) =>
      call("create the endpoint", undefined, () =>
        createOnce(
          endpoints,
          { ...toStripe(settings), ...(apiVersion && { api_version: apiVersion }) },
          idempotencyKey,
        ),
      ),
    update: (id, settings, enabled) =>
      call("change the endpoint", id, async () =>
        fromStripe(await endpoints.update(id, { ...toStripe(settings), disabled: !enabled })),
      ),
    remove: (id) => call("delete the endpoint", id, async () => void (await endpoints.del(id))),
    annotate: (id, entries) =>
      call("mark the endpoint", id, async () =>
        fromStripe(await endpoints.update(id, { metadata: { ...entries } })),
      ),
  };
}

/** The account that Stripe names when it refuses to let the key read it. @throws the error, where it names none */
function accountOfRefusal(error: unknown): string {
  const isDenied = error instanceof UserError && error.code === "permission-missing";
  const account = isDenied ? accountNamedIn(error) : undefined;
  if (account) return account;
  throw error;
}

async function listAll(
  endpoints: Endpoints,
  key: LabelledKey,
  { now, budgetMs }: RetryPolicy,
): Promise<StripeEndpoint[]> {
  const all: StripeEndpoint[] = [];
  const latest = now() + 2 * budgetMs;
  for await (const endpoint of endpoints.list({ limit: 100 })) {
    if (now() > latest) throw endlessList(key);
    all.push(fromStripe(endpoint));
  }
  return all;
}

async function createOnce(
  endpoints: Endpoints,
  params: object,
  idempotencyKey: string,
): Promise<CreatedEndpoint> {
  try {
    const endpoint = await endpoints.create(params as Stripe.WebhookEndpointCreateParams, { idempotencyKey });
    return { endpoint: fromStripe(endpoint), isReplay: isReplay(endpoint.lastResponse) };
  } catch (error) {
    // Stripe keeps failures for the key too, 500s among them: asking again with it is of no use.
    if (isOfStripe(error) && isReplay(error as { headers?: Record<string, string> }))
      return { isReplay: true };
    throw error;
  }
}

/** Each page has a time limit of its own; a list that never ends needs one over all pages. */
function endlessList({ label }: LabelledKey): UserError {
  return new UserError({
    code: "stripe-unavailable",
    what: "could not list the endpoints: Stripe went on sending pages of its list.",
    where: `key ${label}`,
    next: AFTER_OUTAGE,
    state: "",
  });
}

/** Stripe: docs.stripe.com/api/idempotent_requests */
function isReplay({ headers }: { headers?: Readonly<Record<string, unknown>> }): boolean {
  return headers?.["idempotent-replayed"] === "true";
}

function toStripe(settings: EndpointSettings) {
  return {
    url: settings.url,
    // Stripe itself decides which events exist; the SDK's union lags behind it.
    enabled_events: [...settings.enabledEvents] as Stripe.WebhookEndpointUpdateParams.EnabledEvent[],
    description: settings.description,
    metadata: { ...settings.metadata },
  };
}

function fromStripe(endpoint: Stripe.WebhookEndpoint): StripeEndpoint {
  return {
    id: endpoint.id,
    url: endpoint.url,
    enabledEvents: endpoint.enabled_events,
    description: endpoint.description ?? "",
    enabled: endpoint.status === "enabled",
    livemode: endpoint.livemode,
    createdAt: new Date(endpoint.created * 1000),
    metadata: endpoint.metadata,
    ...(endpoint.api_version && { apiVersion: endpoint.api_version }),
    ...(endpoint.secret && { signingSecret: endpoint.secret }),
  };
}
