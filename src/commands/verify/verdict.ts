import { ownForStack, visit } from "../../remedies";
import type { StripeEvent } from "../../stripe/delivery-api";
import type { StripeEndpoint } from "../../stripe/endpoints-api";
import type { DeliverySubject } from "./delivery-check";
import { dashboardPage, othersThatGet, type Receivers } from "./receivers";
import type { DeliveryFinding, DeliveryResult, SeenEvent } from "./report";
import type { VerifyWords } from "./words";

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
  if (isOwn && others.length > 0) findings.push(namesOthers(others, subject.words));
  return { status: isOwn ? "not-delivered" : "unknown", events: [seen(event)], findings };
}

/** Says which other endpoints get an event type too; nothing where there are none. */
export function noteOnOthers(receivers: Receivers, type: string, words: VerifyWords): DeliveryFinding[] {
  const others = othersThatGet(receivers, type);
  return others.length > 0 ? [namesOthers(others, words)] : [];
}

/** An event as a report shows it. */
export function seen({ id, type, createdAt, pending }: StripeEvent): SeenEvent {
  return { id, type, createdAt: createdAt.toISOString(), pending };
}

function notTaken(
  event: StripeEvent,
  { own }: Receivers,
  { connection, words: { findings, steps } }: DeliverySubject,
): DeliveryFinding {
  return {
    code: "event-not-taken",
    severity: "failure",
    message: findings.notTaken(event, own),
    next: [
      ownForStack("handover --reveal", steps.compareSecret),
      visit(dashboardPage(own, connection), steps.whatPlenigoAnswered),
    ],
  };
}

function cannotTell(
  others: readonly StripeEndpoint[],
  { own, previous }: Receivers,
  { connection, words: { findings, steps } }: DeliverySubject,
  event: StripeEvent,
): DeliveryFinding {
  if (previous && others.length === 1 && others[0]?.id === previous.id) {
    return {
      code: "previous-endpoint-enabled",
      severity: "failure",
      message: findings.bothDeliver(event, own, previous),
      next: [ownForStack("rotate", steps.switchOff)],
    };
  }
  return {
    code: "other-endpoints",
    severity: "failure",
    message: findings.othersToo(event, own, event.pending, others),
    next: [visit(dashboardPage(own, connection), steps.attempts)],
  };
}

function namesOthers(others: readonly StripeEndpoint[], { findings }: VerifyWords): DeliveryFinding {
  return {
    code: "other-endpoints",
    severity: "note",
    message: findings.otherEndpoints(others),
    next: [],
  };
}
