import { ownForStack, visit } from "../../remedies";
import type { StripeEvent } from "../../stripe/delivery-api";
import type { StripeEndpoint } from "../../stripe/endpoints-api";
import type { DeliverySubject } from "./delivery-check";
import { dashboardPage, othersThatGet, type Receivers } from "./receivers";
import type { DeliveryFinding, DeliveryResult, SeenEvent } from "./report";

/**
 * Judges an event that Stripe still counts as pending. The count goes over all endpoints that get the event: only when
 * it is as high as their number, the stack's own endpoint is certainly among those that have not taken it.
 */
export function judgePending(
  event: StripeEvent,
  receivers: Receivers,
  subject: DeliverySubject,
): DeliveryResult {
  const others = othersThatGet(receivers, event.type);
  const isOwn = event.pending > others.length;
  const findings = isOwn
    ? [notTaken(event, receivers, subject)]
    : [cannotTell(others, receivers, subject, event)];
  if (isOwn && others.length > 0) findings.push(namesOthers(others));
  return { status: isOwn ? "not-delivered" : "unknown", events: [seen(event)], findings };
}

/** Says which other endpoints get an event type too; nothing where there are none. */
export function noteOnOthers(receivers: Receivers, type: string): DeliveryFinding[] {
  const others = othersThatGet(receivers, type);
  return others.length > 0 ? [namesOthers(others)] : [];
}

/** An event as a report shows it. */
export function seen({ id, type, createdAt, pending }: StripeEvent): SeenEvent {
  return { id, type, createdAt: createdAt.toISOString(), pending };
}

function notTaken(event: StripeEvent, { own }: Receivers, { connection }: DeliverySubject): DeliveryFinding {
  return {
    code: "event-not-taken",
    severity: "failure",
    message: `plenigo has not taken ${event.type} (${event.id}): it answers with an error or not at all, most often because the signing secret of ${own.id} was not entered in plenigo`,
    next: [
      ownForStack("handover", "the five records; compare them with plenigo's form"),
      visit(dashboardPage(own, connection), "what plenigo has answered"),
    ],
  };
}

function cannotTell(
  others: readonly StripeEndpoint[],
  { own, previous }: Receivers,
  { connection }: DeliverySubject,
  { type, id, pending }: StripeEvent,
): DeliveryFinding {
  if (previous && others.length === 1 && others[0]?.id === previous.id) {
    return {
      code: "previous-endpoint-enabled",
      severity: "failure",
      message: `${previous.id} (previous) and ${own.id} both deliver, and plenigo knows one signing secret: one of the two has not taken ${type}, and it can't be told which`,
      next: [ownForStack("rotate", "switches the previous one off, so that it can be told")],
    };
  }
  return {
    code: "other-endpoints",
    severity: "failure",
    message: `${pending} of ${others.length + 1} endpoints have not taken ${type} (${id}), and Stripe does not tell whether ${own.id} is among them; the others are ${listed(others)}`,
    next: [visit(dashboardPage(own, connection), "the attempts for each endpoint")],
  };
}

function namesOthers(others: readonly StripeEndpoint[]): DeliveryFinding {
  return {
    code: "other-endpoints",
    severity: "note",
    message: `other enabled endpoints get the same events: ${listed(others)}`,
    next: [],
  };
}

function listed(endpoints: readonly StripeEndpoint[]): string {
  return endpoints.map(({ id, url }) => `${id} (${url})`).join(", ");
}
