import { isKnownEvent } from "../../src/endpoint/known-events";
import { enabledEventsFor, REQUIRED_EVENTS } from "../../src/endpoint/required-events";

/** plenigo: help.frisbii.com/frisbii-media, "Set up Stripe". */
const PLENIGO_NEEDS = [
  "account.updated",
  "charge.dispute.closed",
  "charge.dispute.created",
  "charge.dispute.funds_reinstated",
  "charge.dispute.funds_withdrawn",
  "charge.dispute.updated",
  "issuing_card.updated",
  "issuing_cardholder.updated",
  "payment_intent.amount_capturable_updated",
  "payment_intent.canceled",
  "payment_intent.created",
  "payment_intent.payment_failed",
  "payment_intent.processing",
  "payment_intent.succeeded",
  "payment_method.automatically_updated",
];

it("are exactly the 15 that plenigo names", () => {
  expect(Object.keys(REQUIRED_EVENTS)).toEqual(PLENIGO_NEEDS);
});

it.each(PLENIGO_NEEDS)("are events that Stripe sends: %s", (name) => {
  expect(isKnownEvent(name)).toBe(true);
});

describe("the enabled events", () => {
  it("are the required ones when a stack adds none", () => {
    expect(enabledEventsFor([])).toEqual(PLENIGO_NEEDS);
  });

  it("are the required and the added ones, sorted, each once", () => {
    const events = enabledEventsFor(["charge.refunded", "account.updated", "charge.refunded"]);
    expect(events).toEqual([...PLENIGO_NEEDS, "charge.refunded"].sort());
  });
});
