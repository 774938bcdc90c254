import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emulatedStripe, endpointParams, publisher, sdk } from "./emulated-stripe";

let folder: string;
let stateFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stripe-state-"));
  stateFile = join(folder, "stripe.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

it("keeps endpoints, events and saved answers over a restart", async () => {
  const before = await emulatedStripe({ stateFile });
  const created = await before.stripe.webhookEndpoints.create(endpointParams, { idempotencyKey: "k" });
  await before.stripe.paymentIntents.create({ amount: 100, currency: "eur" });
  await before.emulator.close();
  const { emulator, stripe } = await emulatedStripe({ stateFile });
  expect(emulator.endpoints(publisher.id, "test")).toEqual([created]);
  expect((await stripe.events.list()).data).toMatchObject([
    { type: "payment_intent.created", pending_webhooks: 1 },
  ]);
  const replayed = await stripe.webhookEndpoints.create(endpointParams, { idempotencyKey: "k" });
  expect(replayed).toEqual(created);
});

it("keeps changes made by hand over a restart", async () => {
  const before = await emulatedStripe({ stateFile });
  const { id } = before.emulator.addEndpoint(publisher.id, "live", endpointParams);
  before.emulator.changeEndpoint(id, { description: "by hand" });
  before.emulator.revokeKey(publisher.testKey);
  await before.emulator.close();
  const { emulator } = await emulatedStripe({ stateFile });
  expect(emulator.endpoints(publisher.id, "live")).toMatchObject([{ id, description: "by hand" }]);
  await expect(sdk(emulator, publisher.testKey).accounts.retrieveCurrent()).rejects.toThrow(
    /Invalid API Key/,
  );
});

it("is a whole state after each change, readable by its owner only", async () => {
  const { emulator } = await emulatedStripe({ stateFile });
  emulator.addEndpoint(publisher.id, "test", endpointParams);
  expect(readdirSync(folder)).toEqual(["stripe.json"]);
  expect(statSync(stateFile).mode & 0o777).toBe(0o600);
});

it.each(["{", "{}", '{"version":2,"accounts":[]}'])(
  "refuses to start from a file that holds %s",
  async (text) => {
    writeFileSync(stateFile, text);
    await expect(emulatedStripe({ stateFile })).rejects.toThrow(/^Not a state of .*Stripe emulator: /);
  },
);
