import { checkByPayment, PROBE_EVENTS } from "./check-by-payment";
import { checkRecentEvents } from "./check-recent-events";
import type { DeliveryCheck } from "./delivery-check";
import { endpointFindings, receiversOf } from "./receivers";
import type { DeliveryResult } from "./report";

/**
 * Finds out whether plenigo takes the events of the stack's endpoint. In test mode an event is made for it; in live mode
 * nothing is made, and what has happened lately is looked at. Account and mode of the key must have been proved.
 * @throws UserError when Stripe can't be asked
 */
export async function verifyDelivery(check: DeliveryCheck): Promise<DeliveryResult> {
  check.onProgress(check.words.progress.readingEndpoints);
  const receivers = receiversOf(await check.endpoints.list(), check.connection);
  const isLive = check.connection.environment === "live";
  const findings = endpointFindings(receivers, check, isLive ? check.declaredEvents : PROBE_EVENTS);
  const isHopeless = findings.some(({ severity }) => severity === "failure");
  if (!receivers || isHopeless) return { status: "not-delivered", events: [], findings };
  const result = await (isLive ? checkRecentEvents : checkByPayment)(check, receivers);
  return { ...result, findings: [...findings, ...result.findings] };
}
