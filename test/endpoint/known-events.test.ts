import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isKnownEvent, KNOWN_EVENTS, suggestedEvent } from "../../src/endpoint/known-events";

it("holds each event name of the SDK's request types, and no other", () => {
  const folder = dirname(require.resolve("stripe"));
  const types = readFileSync(join(folder, "resources/WebhookEndpoints.d.ts"), "utf8");
  const union = /type EnabledEvent = ([^;]+);/.exec(types)?.[1] ?? "";
  const names = [...union.matchAll(/'([^']+)'/g)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(200);
  expect(["*", ...KNOWN_EVENTS].sort()).toEqual(names.sort());
});

it("does not hold `*`, which is not an event", () => {
  expect(isKnownEvent("*")).toBe(false);
});

it.each([
  ["two letters that changed places", "charge.refundde", "charge.refunded"],
  ["a missing letter", "acount.updated", "account.updated"],
  ["another spelling", "payment_intent.cancelled", "payment_intent.canceled"],
  ["a hyphen", "payment-intent.created", "payment_intent.created"],
  ["capitals", "Charge.Refunded", "charge.refunded"],
  ["three slips", "chrge.refundd_", "charge.refunded"],
])("suggests the known event for %s", (_, name, suggestion) => {
  expect(suggestedEvent(name)).toBe(suggestion);
});

it.each([
  ["a new event", "stablecoin.wallet.frozen"],
  ["an event of a new object", "payment_intent.something_else"],
])("suggests nothing for %s", (_, name) => {
  expect(suggestedEvent(name)).toBeUndefined();
});
