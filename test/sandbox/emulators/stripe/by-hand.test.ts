import type { StripeEmulator } from "../../../../sandbox/emulators/stripe/stripe-emulator";
import { emulatedStripe, endpointParams, publisher } from "./emulated-stripe";

it("changes made by hand are seen by the API and not recorded as calls", async () => {
  const { emulator, stripe } = await emulatedStripe();
  const { id } = emulator.addEndpoint(publisher.id, "test", { ...endpointParams, metadata: { a: "1" } });
  emulator.changeEndpoint(id, { url: "https://moved.example", status: "disabled" });
  expect(emulator.calls).toEqual([]);
  const expected = { url: "https://moved.example", status: "disabled", metadata: { a: "1" } };
  expect(await stripe.webhookEndpoints.retrieve(id)).toMatchObject(expected);
  emulator.deleteEndpoint(id);
  await expect(stripe.webhookEndpoints.retrieve(id)).rejects.toMatchObject({ statusCode: 404 });
});

it("what the emulator shows is a copy", async () => {
  const { emulator } = await emulatedStripe();
  const added = emulator.addEndpoint(publisher.id, "test", endpointParams);
  added.enabled_events.push("charge.failed");
  emulator.endpoints(publisher.id, "test")[0]?.enabled_events.push("charge.failed");
  expect(emulator.endpoints(publisher.id, "test")[0]?.enabled_events).toEqual(endpointParams.enabled_events);
});

it.each<[string, (emulator: StripeEmulator) => unknown, RegExp]>([
  ["account to look at", (emulator) => emulator.endpoints("acct_none", "test"), /no account acct_none/],
  ["endpoint to change", (emulator) => emulator.changeEndpoint("we_none", {}), /no endpoint we_none/],
  ["endpoint to delete", (emulator) => emulator.deleteEndpoint("we_none"), /no endpoint we_none/],
  ["key to revoke", (emulator) => emulator.revokeKey("none"), /no such key/],
])("says that there is no such %s", async (_name, act, message) => {
  const { emulator } = await emulatedStripe();
  expect(() => act(emulator)).toThrow(message);
});
