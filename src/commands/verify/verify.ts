import { enabledEventsFor } from "../../endpoint/required-events";
import type { ConnectionSecret } from "../../secret/connection-secret";
import type { Language } from "../../terminal/language";
import { startProgress } from "../../terminal/progress";
import type { Surroundings } from "../../terminal/surroundings";
import type { SelectedStack } from "../stack-option";
import type { StripeOfStack } from "../stripe-of-stack";
import { checkByPayment, PROBE_EVENTS } from "./check-by-payment";
import { checkRecentEvents } from "./check-recent-events";
import type { DeliveryCheck } from "./delivery-check";
import { endpointFindings, receiversOf } from "./receivers";
import type { DeliveryResult } from "./report";
import { verifyWords } from "./words";

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

/** How a stack's delivery is checked. `since`: see `DeliveryCheck`. */
export interface VerifyOptions extends Pick<DeliveryCheck, "timeoutMs" | "since"> {
  readonly language: Language;
}

/** Checks the delivery of a stack's events, with progress on standard error. */
export async function verifyStack(
  surroundings: Surroundings,
  { stack, file }: SelectedStack,
  connection: ConnectionSecret,
  stripe: StripeOfStack,
  { timeoutMs, since, language }: VerifyOptions,
): Promise<DeliveryResult> {
  const progress = await startProgress(surroundings);
  try {
    return await verifyDelivery({
      stack,
      connection,
      declaredEvents: enabledEventsFor(file.config?.additionalEvents ?? []),
      ...stripe,
      words: verifyWords(language),
      clock: surroundings.clock,
      timeoutMs,
      since,
      onProgress: progress.show,
    });
  } finally {
    progress.end();
  }
}
