import { handedOverAt } from "../../endpoint/marks";
import { ownForStack, pulumi } from "../../remedies";
import type { ConnectionSecret } from "../../secret/connection-secret";
import { dashboardUrl } from "../../stripe/address";
import type { StripeEndpoint } from "../../stripe/endpoints-api";
import type { DeliverySubject } from "./delivery-check";
import type { DeliveryFinding } from "./report";
import type { VerifyWords } from "./words";

/** Endpoints of the account that get an event type, apart from the stack's own. */
export interface Receivers {
  readonly own: StripeEndpoint;
  /** The stack's endpoint of the generation before, if it is there. */
  readonly previous?: StripeEndpoint;
  /** All endpoints of the account and mode. */
  readonly all: readonly StripeEndpoint[];
}

/** Finds the stack's endpoints among those of the account; undefined where the one in use has gone. */
export function receiversOf(
  all: readonly StripeEndpoint[],
  { webhookEndpointId, previousWebhookEndpointId }: ConnectionSecret,
): Receivers | undefined {
  const own = all.find(({ id }) => id === webhookEndpointId);
  return own && { own, previous: all.find(({ id }) => id === previousWebhookEndpointId), all };
}

/** Other endpoints that get an event type too, and so hold its count of pending deliveries up. */
export function othersThatGet({ own, all }: Receivers, type: string): StripeEndpoint[] {
  return all.filter((endpoint) => endpoint.id !== own.id && endpoint.enabled && subscribes(endpoint, type));
}

/** Why the endpoint can't deliver `needed` events, or not all declared ones; each with what fixes it. */
export function endpointFindings(
  receivers: Receivers | undefined,
  { connection, declaredEvents, words }: DeliverySubject,
  needed: readonly string[],
): DeliveryFinding[] {
  const next = [pulumi("up")];
  const failure = (code: DeliveryFinding["code"], message: string): DeliveryFinding => ({
    code,
    severity: "failure",
    message,
    next,
  });
  const { findings: told } = words;
  const id = connection.webhookEndpointId;
  if (!receivers) return [failure("endpoint-gone", told.endpointGone(id))];
  const { own } = receivers;
  const findings: DeliveryFinding[] = [];
  if (!own.enabled) findings.push(failure("endpoint-disabled", told.endpointDisabled(id)));
  if (own.url !== connection.webhookUrl)
    findings.push(failure("url-differs", told.urlDiffers(id, own.url, connection.webhookUrl)));
  const missing = declaredEvents.filter((type) => !subscribes(own, type));
  if (missing.length > 0) {
    const isNeeded = needed.some((type) => missing.includes(type));
    const message = told.eventsNotEnabled(id, missing);
    findings.push({ ...failure("event-not-enabled", message), severity: isNeeded ? "failure" : "warning" });
  }
  return findings;
}

/** Says that nobody has marked the endpoint as handed over; most likely plenigo has another signing secret then. */
export function handoverFindings({ own }: Receivers, { findings }: VerifyWords): DeliveryFinding[] {
  if (handedOverAt(own.metadata)) return [];
  return [
    {
      code: "not-handed-over",
      severity: "note",
      message: findings.notHandedOver(own.id),
      next: [ownForStack("handover")],
    },
  ];
}

/** Page of an endpoint in Stripe's Dashboard, with each attempt and the receiver's answer. */
export function dashboardPage({ id }: StripeEndpoint, { environment }: ConnectionSecret): string {
  return dashboardUrl(environment, `webhooks/${id}`);
}

function subscribes({ enabledEvents }: StripeEndpoint, type: string): boolean {
  return enabledEvents.includes(type) || enabledEvents.includes("*");
}
