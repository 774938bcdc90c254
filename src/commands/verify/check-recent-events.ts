import { handedOverAt } from "../../endpoint/marks";
import { explain, shell } from "../../remedies";
import type { StripeEvent } from "../../stripe/delivery-api";
import type { DeliveryCheck } from "./delivery-check";
import { handoverFindings, type Receivers } from "./receivers";
import type { DeliveryFinding, DeliveryResult } from "./report";
import { judgePending, noteOnOthers, seen } from "./verdict";
import { lookUntil } from "./waiting";

/** Stripe repeats deliveries for up to three days. docs.stripe.com/webhooks#retries */
const LOOK_BACK_DAYS = 3;
const DAY_MS = 86_400_000;

/**
 * Looks at what has happened lately, and makes nothing. The newest event decides; one that is on its way just now is
 * waited for.
 */
export async function checkRecentEvents(check: DeliveryCheck, receivers: Receivers): Promise<DeliveryResult> {
  const { clock, timeoutMs, declaredEvents: types } = check;
  const since = startOfLook(check, receivers);
  check.onProgress("Reading the recent events");
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
      findings: [noEvents(since), ...handoverFindings(receivers)],
    };
  if (newest.pending > 0) return judgeNewest(newest, check, receivers);
  const waiting = await check.delivery.newestEvents({ types, since, undelivered: true });
  const findings = [...earlier(waiting, receivers), ...noteOnOthers(receivers, newest.type)];
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
    return { status: "unknown", events: [seen(newest)], findings: [underWay(newest, receivers)] };
  const { findings, ...verdict } = judgePending(newest, receivers, check);
  return { ...verdict, findings: [...findings, ...handoverFindings(receivers)] };
}

function underWay({ id, type }: StripeEvent, { own, previous }: Receivers): DeliveryFinding {
  return {
    code: "rotation-under-way",
    severity: "failure",
    message: `${type} (${id}) may wait for the previous endpoint ${previous?.id} only, from before it was switched off, so that it can't be told whether plenigo takes the events of ${own.id}`,
    next: [explain("run it again after the next payment")],
  };
}

function noEvents(since: Date): DeliveryFinding {
  return {
    code: "no-events",
    severity: "warning",
    message: `none of the declared events has happened since ${since.toISOString()}, so that nothing is proved; on live no event is made`,
    next: [explain("run it again after the next payment")],
  };
}

function earlier(waiting: readonly StripeEvent[], { own }: Receivers): DeliveryFinding[] {
  const [newest] = waiting;
  if (!newest) return [];
  return [
    {
      code: "earlier-events-not-taken",
      severity: "warning",
      message: `${waiting.length === 100 ? "100 or more" : waiting.length} earlier events wait for an endpoint, the newest of ${newest.createdAt.toISOString()}; Stripe repeats them for up to ${LOOK_BACK_DAYS} days`,
      next: [
        shell(
          `stripe events resend ${newest.id} --webhook-endpoint ${own.id} --live`,
          "sends one again at once",
        ),
      ],
    },
  ];
}
