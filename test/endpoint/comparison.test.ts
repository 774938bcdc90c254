import { differences } from "../../src/endpoint/comparison";
import { type EndpointOutputs, eventMap } from "../../src/endpoint/endpoint-state";
import { marksOf } from "../../src/endpoint/marks";
import { enabledEventsFor } from "../../src/endpoint/required-events";
import { tenant } from "../support/tenant";

const { inputs } = tenant();
const names = enabledEventsFor([]);

/** What Stripe has of the tenant's endpoint, but for `changes`. */
function actual(changes: Partial<EndpointOutputs> = {}): EndpointOutputs {
  return { ...inputs, ...changes };
}

it("finds no difference between what is declared and the same in Stripe", () => {
  expect(differences(inputs, actual())).toEqual([]);
});

it.each([
  [
    "events in another order",
    { enabledEvents: Object.fromEntries(names.toReversed().map((name) => [name, true])) },
  ],
  ["repeated events", { enabledEvents: eventMap([...names, ...names]) }],
  ["the signing secret, which only we know", { signingSecret: "another" }],
  ["the API version, which is fixed at creation", { apiVersion: "2025-01-27.acacia" }],
] as [string, Partial<EndpointOutputs>][])("takes no notice of %s", (_, changes) => {
  expect(differences(inputs, actual(changes))).toEqual([]);
});

it.each([
  ["url", { url: "https://example.com" }, inputs.url, "https://example.com"],
  ["description", { description: "" }, inputs.description, ""],
  ["enabled", { enabled: false }, true, false],
] as const)("tells %s as it is declared and as it is in Stripe", (property, changes, expected, found) => {
  expect(differences(inputs, actual(changes))).toEqual([{ property, expected, actual: found }]);
});

it("names each missing and each extra event, and no other", () => {
  const [missing = "", ...kept] = names;
  const enabledEvents = eventMap([...kept, "charge.refunded", "charge.failed"]);
  expect(differences(inputs, actual({ enabledEvents }))).toEqual([
    { property: "enabledEvents", expected: [missing], actual: ["charge.failed", "charge.refunded"] },
  ]);
});

it("takes `*` for an event that nobody declared and the required ones for missing", () => {
  expect(differences(inputs, actual({ enabledEvents: { "*": true } }))).toEqual([
    { property: "enabledEvents", expected: names, actual: ["*"] },
  ]);
});

it.each([
  ["of another stack", marksOf("plenigo-stripe", "old.stage", tenant().companyId, 1)],
  ["of another generation", marksOf("plenigo-stripe", "stage", tenant().companyId, 2)],
  ["that are gone", {} as EndpointOutputs["marks"]],
])("finds marks %s", (_, marks) => {
  expect(differences(inputs, actual({ marks }))).toEqual([
    { property: "marks", expected: inputs.marks, actual: marks },
  ]);
});

it("tells everything that differs at once", () => {
  const changes = { url: "https://example.com", description: "x", enabled: false, enabledEvents: {} };
  expect(differences(inputs, actual(changes)).map(({ property }) => property)).toEqual([
    "url",
    "description",
    "enabled",
    "enabledEvents",
  ]);
});
