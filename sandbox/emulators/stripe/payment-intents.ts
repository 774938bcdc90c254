import type { Backend, Route, StripeCall } from "./backend";
import type { EmulatedPaymentIntent } from "./emulated-state";
import { mergeMetadata, readMetadata } from "./endpoint-params";
import { newId, randomAlphanumeric } from "./ids";
import { findObject } from "./objects";
import { asText, optionalInteger, optionalText, optionalTexts, refuseUnknown, required } from "./params";
import { invalidRequest } from "./stripe-refusal";

const path = "/v1/payment_intents";

const createParams = ["amount", "currency", "description", "metadata", "payment_method_types"];

/** What a delivery check needs of PaymentIntents: they are made and cancelled, never paid. */
export const paymentIntentRoutes: readonly Route[] = [
  { operation: `POST ${path}`, permission: "payment_intent_write", prepare: prepareCreate },
  { operation: `POST ${path}/{id}/cancel`, permission: "payment_intent_write", prepare: prepareCancel },
];

function prepareCreate(call: StripeCall, backend: Backend): () => unknown {
  refuseUnknown(call.params, createParams);
  required(call.params, "amount");
  const amount = optionalInteger(call.params, "amount") ?? 0;
  if (amount < 1) {
    throw invalidRequest("This value must be greater than or equal to 1.", {
      code: "parameter_invalid_integer",
      param: "amount",
    });
  }
  const currency = readCurrency(call);
  const details = {
    description: optionalText(call.params, "description") || null,
    metadata: mergeMetadata({}, readMetadata(call.params)),
    payment_method_types: optionalTexts(call.params, "payment_method_types") ?? ["card"],
  };
  return () => {
    const intent = newPaymentIntent(call, backend, { amount, currency, ...details });
    call.world.paymentIntents.push(intent);
    backend.emit(call, "payment_intent.created", intent);
    return intent;
  };
}

function newPaymentIntent(
  call: StripeCall,
  backend: Backend,
  given: Record<string, unknown>,
): EmulatedPaymentIntent {
  const id = newId("pi");
  return {
    id,
    object: "payment_intent",
    amount_capturable: 0,
    amount_received: 0,
    canceled_at: null,
    capture_method: "automatic_async",
    cancellation_reason: null,
    client_secret: `${id}_secret_${randomAlphanumeric(25)}`,
    created: Math.floor(backend.now() / 1000),
    customer: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: call.mode === "live",
    next_action: null,
    payment_method: null,
    status: "requires_payment_method",
    ...given,
  };
}

function prepareCancel(call: StripeCall, backend: Backend): () => unknown {
  refuseUnknown(call.params, []);
  return () => {
    const intent = findObject(call, "payment_intent", (world) => world.paymentIntents);
    if (intent.status === "canceled") {
      throw invalidRequest(
        "You cannot cancel this PaymentIntent because it has a status of canceled. Only a PaymentIntent " +
          "with one of the following statuses may be canceled: requires_payment_method, requires_capture, " +
          "requires_confirmation, requires_action, processing.",
        { code: "payment_intent_unexpected_state" },
      );
    }
    intent.status = "canceled";
    intent.canceled_at = Math.floor(backend.now() / 1000);
    backend.emit(call, "payment_intent.canceled", intent);
    return intent;
  };
}

function readCurrency(call: StripeCall): string {
  const currency = asText(required(call.params, "currency"), "currency").toLowerCase();
  if (/^[a-z]{3}$/.test(currency)) return currency;
  throw invalidRequest(`Invalid currency: ${currency}.`, { param: "currency" });
}
