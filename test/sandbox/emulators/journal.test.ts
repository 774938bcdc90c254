import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type JournalEntry, readJournal } from "../../../sandbox/emulators/journal";
import { fakeSigningSecret } from "../../../sandbox/emulators/stripe/fake-keys";
import { startEmulatedAws, token } from "./secrets-manager/emulated-aws";
import { emulatedStripe, endpointParams, publisher } from "./stripe/emulated-stripe";

const place = `${publisher.id} test`;
const brief = ({ operation, what, id, changes }: JournalEntry) => [operation, what, id, changes];

const { PLENIGO_STRIPE_JOURNAL } = process.env;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"));
});
afterEach(() => {
  delete process.env.PLENIGO_STRIPE_JOURNAL;
  Object.assign(process.env, PLENIGO_STRIPE_JOURNAL && { PLENIGO_STRIPE_JOURNAL });
  rmSync(folder, { recursive: true });
});

it("tells which request made, disabled, re-pointed and deleted which endpoint", async () => {
  const { emulator, stripe } = await emulatedStripe();
  const { id, lastResponse } = await stripe.webhookEndpoints.create(endpointParams);
  await stripe.webhookEndpoints.update(id, { disabled: true });
  const url = "https://callbacks.publisher.example/other";
  await stripe.webhookEndpoints.update(id, { url });
  await stripe.webhookEndpoints.del(id);
  const [created, disabled, moved, deleted] = emulator.journal();
  expect(created).toMatchObject({ request: lastResponse.requestId, place, id, what: "created" });
  expect(Date.parse(created?.at ?? "")).toBeGreaterThan(Date.now() - 60_000);
  expect([disabled, moved].map((entry) => brief(entry as JournalEntry))).toEqual([
    ["POST /v1/webhook_endpoints/{id}", "changed", id, { status: { from: "enabled", to: "disabled" } }],
    ["POST /v1/webhook_endpoints/{id}", "changed", id, { url: { from: endpointParams.url, to: url } }],
  ]);
  expect(deleted).toMatchObject({
    operation: "DELETE /v1/webhook_endpoints/{id}",
    what: "deleted",
    changes: { url: { from: url }, status: { from: "disabled" } },
  });
});

it("tells by the request's User-Agent whose program did it", async () => {
  const { emulator } = await emulatedStripe();
  const { id } = emulator.addEndpoint(publisher.id, "test", endpointParams);
  const headers = { authorization: `Bearer ${publisher.testKey}`, "user-agent": "Stripe/v1 stripe-cli/1.0" };
  await fetch(`${emulator.url}/v1/webhook_endpoints/${id}`, { method: "DELETE", headers });
  expect(emulator.journal().map(({ agent }) => agent)).toEqual([undefined, "Stripe/v1 stripe-cli/1.0"]);
});

it("leaves out what changed nothing: reads, refusals, replays and repeated values", async () => {
  const { emulator, stripe } = await emulatedStripe();
  const options = { idempotencyKey: "k" };
  const { id } = await stripe.webhookEndpoints.create(endpointParams, options);
  await stripe.webhookEndpoints.create(endpointParams, options);
  await stripe.webhookEndpoints.update(id, { url: endpointParams.url });
  await stripe.webhookEndpoints.retrieve(id);
  await stripe.webhookEndpoints.del("we_none").catch(() => {});
  expect(emulator.journal()).toHaveLength(1);
});

it("holds what was done although the answer was lost", async () => {
  const { emulator, stripe } = await emulatedStripe();
  const { id } = emulator.addEndpoint(publisher.id, "test", endpointParams);
  emulator.faults.push({ matches: () => true, effect: { kind: "cut", processed: true }, times: 9 });
  await stripe.webhookEndpoints.del(id).catch(() => {});
  expect(emulator.journal().map(brief).at(-1)?.slice(0, 3)).toEqual([
    "DELETE /v1/webhook_endpoints/{id}",
    "deleted",
    id,
  ]);
});

it("tells what was done by hand apart, and that a signing secret was rolled without showing it", async () => {
  const { emulator } = await emulatedStripe();
  const { id } = emulator.addEndpoint(publisher.id, "test", endpointParams);
  emulator.changeEndpoint(id, { secret: fakeSigningSecret("rolled") });
  emulator.deleteEndpoint(id);
  const journal = emulator.journal();
  expect(journal.map(({ request, operation, what }) => [request, operation, what])).toEqual([
    [null, "by hand", "created"],
    [null, "by hand", "changed"],
    [null, "by hand", "deleted"],
  ]);
  expect(journal[1]?.changes).toEqual({ secret: { from: "(secret)", to: "(secret)" } });
  expect(JSON.stringify(journal)).not.toMatch(/whsec_|sk_test_/);
});

it("tells what became of secrets, with labels and without values", async () => {
  const { aws, emulator } = await startEmulatedAws();
  const value = "a value that nobody may see";
  const { ARN } = await aws.createSecret({
    Name: "s",
    SecretString: value,
    ClientRequestToken: token(1),
    Tags: [{ Key: "a", Value: "1" }],
  });
  await aws.putSecretValue({ SecretId: "s", SecretString: `${value}!`, ClientRequestToken: token(2) });
  await aws.getSecretValue({ SecretId: "s" });
  await aws.deleteSecret({ SecretId: "s", RecoveryWindowInDays: 7 });
  await aws.deleteSecret({ SecretId: "s", ForceDeleteWithoutRecovery: true });
  const journal = emulator.journal();
  expect(journal.map(({ operation, what, id }) => [operation, what, id])).toEqual([
    ["CreateSecret", "created", ARN],
    ["PutSecretValue", "changed", ARN],
    ["DeleteSecret", "changed", ARN],
    ["DeleteSecret", "deleted", ARN],
  ]);
  expect(journal[0]).toMatchObject({
    place: "123456789012 eu-central-1",
    changes: { name: { to: "s" }, tags: { to: { a: "1" } }, stages: { to: { [token(1)]: ["AWSCURRENT"] } } },
  });
  expect(journal[1]?.changes).toEqual({
    stages: {
      from: { [token(1)]: ["AWSCURRENT"] },
      to: { [token(1)]: ["AWSPREVIOUS"], [token(2)]: ["AWSCURRENT"] },
    },
  });
  expect(journal[2]?.changes).toEqual({ deletionDate: { to: expect.stringMatching(/^20.*Z$/) } });
  expect(JSON.stringify(journal)).not.toContain(value);
});

it("tells which webhook endpoints the versions of a secret name, and no more of their values", async () => {
  const { aws, emulator } = await startEmulatedAws();
  const naming = (ids: object) => JSON.stringify({ stripeSecretKey: "k", ...ids });
  await aws.createSecret({ Name: "s", SecretString: naming({ webhookEndpointId: "we_1" }) });
  const both = { previousWebhookEndpointId: "we_1", webhookEndpointId: "we_2" };
  await aws.putSecretValue({ SecretId: "s", SecretString: naming(both) });
  expect(emulator.journal().map(({ changes }) => changes.endpoints?.to)).toEqual([
    { AWSCURRENT: ["we_1"] },
    { AWSPREVIOUS: ["we_1"], AWSCURRENT: ["we_1", "we_2"] },
  ]);
  expect(JSON.stringify(emulator.journal())).not.toContain("stripeSecretKey");
});

it("notes what is done to a secret that a partial ARN names, beside one of the same name elsewhere", async () => {
  const { emulator, aws, as } = await startEmulatedAws({ accounts: { other: "210987654321" } });
  await aws.createSecret({ Name: "s" });
  const { ARN = "" } = await as({ accessKeyId: "other" }).createSecret({ Name: "s" });
  await as({ accessKeyId: "other" }).updateSecret({ SecretId: ARN.slice(0, -7), Description: "theirs" });
  expect(emulator.journal().at(-1)).toMatchObject({ id: ARN, changes: { description: { to: "theirs" } } });
});

it("survives in the state files, and can be read there when no emulator runs", async () => {
  const [stripeState, awsState] = [join(folder, "stripe.json"), join(folder, "aws.json")];
  const first = await emulatedStripe({ stateFile: stripeState });
  const { id } = await first.stripe.webhookEndpoints.create(endpointParams);
  await first.emulator.close();
  const second = await emulatedStripe({ stateFile: stripeState });
  await second.stripe.webhookEndpoints.del(id);
  const { aws, emulator } = await startEmulatedAws({ stateFile: awsState });
  await aws.createSecret({ Name: "s" });
  expect(readJournal(stripeState).map(({ what }) => what)).toEqual(["created", "deleted"]);
  expect(second.emulator.journal()).toEqual(readJournal(stripeState));
  expect(readJournal(awsState)).toEqual(emulator.journal());
});

it("goes to the file that PLENIGO_STRIPE_JOURNAL names too, of all emulators", async () => {
  const file = join(folder, "journal");
  process.env.PLENIGO_STRIPE_JOURNAL = file;
  const { emulator } = await emulatedStripe();
  emulator.addEndpoint(publisher.id, "test", endpointParams);
  const { aws } = await startEmulatedAws();
  await aws.createSecret({ Name: "s" });
  const lines = readFileSync(file, "utf8").trim().split("\n");
  expect(lines.map((line) => JSON.parse(line).operation)).toEqual(["by hand", "CreateSecret"]);
});
