import { handedOverAt } from "../../endpoint/marks";
import { explain, shell } from "../../remedies";
import type { StripeEvent } from "../../stripe/delivery-api";
import { type DeliveryCheck, lookUntil } from "./delivery-check";
import { handoverFindings, type Receivers } from "./receivers";
import type { DeliveryFinding, DeliveryResult } from "./report";
import { judgePending, noteOnOthers, seen } from "./verdict";
import type { VerifyWords } from "./words";

/** Stripe repeats deliveries for up to three days. docs.stripe.com/webhooks#retries */
const LOOK_BACK_DAYS = 3;
const DAY_MS = 86_400_000;
/** Stripe lists so many at a time. */
const PAGE = 100;

/**
 * Looks at what has happened lately, and makes nothing. The newest event decides; one that is on its way just now is
 * waited for.
 */
export async function checkRecentEvents(check: DeliveryCheck, receivers: Receivers): Promise<DeliveryResult> {
  const { clock, timeoutMs, declaredEvents: types } = check;
  const since = startOfLook(check, receivers);
  check.onProgress(check.words.progress.readingEvents, timeoutMs);
  const events = await lookUntil(
    clock,
    timeoutMs,
    () => check.delivery.newestEvents({ types, since }),
    ([newest]) => !newest || newest.pending === 0 || clock.now() - newest.createdAt.getTime() > timeoutMs,
  );
  const [newest] = events;
  if (!newest)
    return {
      status: "no-events",
      events: [],
      findings: [noEvents(since, check.words), ...handoverFindings(receivers, check.words)],
    };
  if (newest.pending > 0) return judgeNewest(newest, check, receivers);
  const waiting = await check.delivery.newestEvents({ types, since, undelivered: true });
  const findings = [
    ...earlier(waiting, receivers, check.words),
    ...noteOnOthers(receivers, newest.type, check.words),
  ];
  return { status: "delivered", events: [seen(newest), ...waiting.map(seen)], findings };
}

/** Not before the endpoint was made or handed over: what was then is no proof and no fault. */
function startOfLook({ clock, since }: DeliveryCheck, { own }: Receivers): Date {
  const starts = [
    new Date(clock.now() - LOOK_BACK_DAYS * DAY_MS),
    own.createdAt,
    handedOverAt(own.metadata),
    since,
  ];
  return new Date(Math.max(...starts.map((start) => start?.getTime() ?? 0)));
}

function judgeNewest(newest: StripeEvent, check: DeliveryCheck, receivers: Receivers): DeliveryResult {
  // While both endpoints delivered, one of them always had the wrong secret: such an event says nothing of this one.
  if (receivers.previous && !receivers.previous.enabled && !check.since)
    return {
      status: "unknown",
      events: [seen(newest)],
      findings: [underWay(newest, receivers, check.words)],
    };
  const { findings, ...verdict } = judgePending(newest, receivers, check);
  return { ...verdict, findings: [...findings, ...handoverFindings(receivers, check.words)] };
}

function underWay(
  event: StripeEvent,
  { own, previous }: Receivers,
  { findings, steps }: VerifyWords,
): DeliveryFinding {
  return {
    code: "rotation-under-way",
    severity: "failure",
    message: findings.rotationUnderWay(event, own, previous),
    next: [explain(steps.afterNextPayment)],
  };
}

function noEvents(since: Date, { findings, steps }: VerifyWords): DeliveryFinding {
  return {
    code: "no-events",
    severity: "warning",
    message: findings.noEvents(since),
    next: [explain(steps.afterNextPayment)],
  };
}

function earlier(
  waiting: readonly StripeEvent[],
  { own }: Receivers,
  { findings, steps, orMore }: VerifyWords,
): DeliveryFinding[] {
  const [newest] = waiting;
  if (!newest) return [];
  const count = waiting.length === PAGE ? orMore(PAGE) : String(waiting.length);
  return [
    {
      code: "earlier-events-not-taken",
      severity: "warning",
      message: findings.earlierEvents(count, newest.createdAt, LOOK_BACK_DAYS),
      next: [shell(`stripe events resend ${newest.id} --webhook-endpoint ${own.id} --live`, steps.resend)],
    },
  ];
}
