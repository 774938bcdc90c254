import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import Stripe from "stripe";
import { fakeAccountId, fakeKey } from "../sandbox/emulators/stripe/fake-keys";
import { type StripeEmulator, startStripeEmulator } from "../sandbox/emulators/stripe/stripe-emulator";
import { callbackUrl, connectionSecretName } from "../src/environments";
import { startEmulatedAws } from "./sandbox/emulators/secrets-manager/emulated-aws";
import { noteAsked, noteNamed } from "./support/writes/notes";

const { judged } = require("./support/writes/judge.js") as typeof import("./support/writes/judge.js");

const WriteReporter: typeof import("./support/writes/write-reporter.js") = require("./support/writes/write-reporter.js");

const account = fakeAccountId("judged");
const key = fakeKey("sk", "test", "judged", account);
const [acme, other] = ["acmestage00000000000", "otherstage0000000000"];
const { PLENIGO_STRIPE_JOURNAL } = process.env;

let folder: string;
let emulator: StripeEmulator;
let aws: SecretsManager;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "plenigo-stripe-judged-"));
  // What is done here on purpose is none of the run's own writes.
  process.env.PLENIGO_STRIPE_JOURNAL = join(folder, "journal.jsonl");
  emulator = await startStripeEmulator({ accounts: [{ id: account, keys: [{ key }] }] });
  ({ aws } = await startEmulatedAws());
});
afterEach(async () => {
  await emulator.close();
  delete process.env.PLENIGO_STRIPE_JOURNAL;
  Object.assign(process.env, PLENIGO_STRIPE_JOURNAL && { PLENIGO_STRIPE_JOURNAL });
  rmSync(folder, { recursive: true, force: true });
});

/** Stripe's client as the provider has it, or as a person's program has it. */
function stripe(name?: string): Stripe {
  const { hostname, port } = new URL(emulator.url);
  const appInfo = name ? { appInfo: { name } } : {};
  return new Stripe(key, { host: hostname, port, protocol: "http", ...appInfo });
}
const ours = () => stripe("plenigo-stripe");

const marks = (generation: number, company = acme) => ({
  managed_by: "plenigo-stripe",
  plenigo_company_id: company,
  plenigo_generation: String(generation),
});

/** The provider makes an endpoint. */
async function made(generation = 1, metadata: Record<string, string> = {}): Promise<string> {
  const { id } = await ours().webhookEndpoints.create({
    url: callbackUrl("stage", acme),
    enabled_events: ["charge.failed"],
    metadata: { ...marks(generation), ...metadata },
  });
  return id;
}

/** The connection secret names the endpoints from now on. */
async function store(webhookEndpointId: string, previousWebhookEndpointId?: string): Promise<void> {
  const SecretString = JSON.stringify({ webhookEndpointId, previousWebhookEndpointId });
  const SecretId = connectionSecretName("stage", acme);
  await aws
    .putSecretValue({ SecretId, SecretString })
    .catch(() => aws.createSecret({ Name: SecretId, SecretString }));
}

const removeSecret = (options: object = { ForceDeleteWithoutRecovery: true }) =>
  aws.deleteSecret({ SecretId: connectionSecretName("stage", acme), ...options });

const handedOver = { plenigo_handed_over_at: "2026-01-01T00:00:00.000Z" };
const moved = (id: string, company: string, marked = company) =>
  ours().webhookEndpoints.update(id, {
    url: callbackUrl("stage", company),
    metadata: { plenigo_company_id: marked },
  });

function verdicts() {
  const lines = readFileSync(join(folder, "journal.jsonl"), "utf8").trim().split("\n");
  return judged(lines.map((line) => JSON.parse(line))).map(({ deed, step }) => [deed, step]);
}

it.each<[string, string, () => Promise<unknown>]>([
  [
    "a person's program",
    "a person's hand",
    async () => {
      const id = await made();
      await store(id);
      await stripe().webhookEndpoints.del(id);
    },
  ],
  ["a person in the Dashboard", "a person's hand", async () => emulator.deleteEndpoint(await made())],
  [
    "a run that finds the leftover of an interrupted one",
    "leftover: no connection secret ever named it",
    async () => {
      const id = await made();
      await store(await made());
      await ours().webhookEndpoints.del(id);
    },
  ],
  [
    "a rotation whose new endpoint is stored",
    "rotation: the secret names the next generation instead",
    async () => {
      const [first, second] = [await made(1), await made(2)];
      await store(second, first);
      await store(second);
      await ours().webhookEndpoints.del(first);
    },
  ],
  [
    "a destroy that has deleted the connection secret",
    "destroy or removal: its connection secret went first",
    async () => {
      const id = await made(1, handedOver);
      await store(id);
      await removeSecret();
      await ours().webhookEndpoints.del(id);
    },
  ],
  [
    "a destroy that has scheduled the deletion of the connection secret",
    "destroy or removal: its connection secret went first",
    async () => {
      const id = await made();
      await store(id);
      await removeSecret({ RecoveryWindowInDays: 30 });
      await ours().webhookEndpoints.del(id);
    },
  ],
  [
    "an engine whose state holds it",
    "asked of the provider for what the state holds",
    async () => {
      const id = await made();
      await store(id);
      await noteAsked("delete", id, {}, () => ours().webhookEndpoints.del(id));
    },
  ],
])("allows a deletion by %s", async (_, step, work) => {
  await work();
  expect(verdicts()).toEqual([["deleted", step]]);
});

it.each<[string, () => Promise<unknown>]>([
  [
    "that a connection secret names",
    async () => {
      const id = await made();
      await store(id);
      await ours().webhookEndpoints.del(id);
    },
  ],
  [
    "that a connection secret names as the previous one",
    async () => {
      const [first, second] = [await made(1), await made(2)];
      await store(second, first);
      await ours().webhookEndpoints.del(first);
    },
  ],
  [
    // A run without its state made a second endpoint, and took the first for rubbish.
    "whose place another one of the same generation took",
    async () => {
      const [first, second] = [await made(), await made()];
      await store(first);
      await store(second);
      await ours().webhookEndpoints.del(first);
    },
  ],
  [
    "that was handed over, for another one of the same generation",
    async () => {
      const first = await made(1, handedOver);
      await made();
      await ours().webhookEndpoints.del(first);
    },
  ],
  [
    "that was handed over and that no connection secret ever named",
    async () => ours().webhookEndpoints.del(await made(1, handedOver)),
  ],
  [
    "that somebody else made",
    async () => {
      const { id } = emulator.addEndpoint(account, "test", {
        url: "https://example.com",
        enabled_events: ["*"],
      });
      await ours().webhookEndpoints.del(id);
    },
  ],
  [
    "that the engine had asked for in an earlier run only",
    async () => {
      const id = await made();
      await store(id);
      await noteAsked("delete", id, {}, async () => {});
      await ours().webhookEndpoints.del(id);
    },
  ],
  [
    "that the connection secret of a model names",
    async () => {
      const id = await made();
      noteNamed("a model's secret", [id]);
      await ours().webhookEndpoints.del(id);
    },
  ],
])("misses the step that allows the deletion of an endpoint %s", async (_, work) => {
  await work();
  expect(verdicts()).toEqual([["deleted", undefined]]);
});

it("allows to disable the previous endpoint while the next generation delivers and is stored", async () => {
  const [first, second] = [await made(1), await made(2)];
  await store(second, first);
  await ours().webhookEndpoints.update(first, { disabled: true });
  expect(verdicts()).toEqual([["disabled", "rotation: the next generation delivers"]]);
});

it.each<[string, () => Promise<unknown>]>([
  ["without a successor", async () => ours().webhookEndpoints.update(await made(), { disabled: true })],
  [
    "whose successor is not stored yet",
    async () => {
      const [first] = [await made(1), await made(2)];
      await store(first);
      await ours().webhookEndpoints.update(first, { disabled: true });
    },
  ],
])("misses the step that allows to disable an endpoint %s", async (_, work) => {
  await work();
  expect(verdicts()).toEqual([["disabled", undefined]]);
});

it("takes a trailing slash and letters of the host for the same address", async () => {
  const url = callbackUrl("stage", acme).replace("callbacks.", "CALLBACKS.");
  const { id } = emulator.addEndpoint(account, "test", { url: `${url}/`, enabled_events: ["*"] });
  await moved(id, acme);
  expect(verdicts()).toEqual([]);
});

it("allows to point an endpoint back to the URL of its company", async () => {
  const id = await made();
  await store(id);
  emulator.changeEndpoint(id, { url: "https://example.com/moved" });
  await moved(id, acme);
  expect(verdicts().at(-1)).toEqual(["re-pointed", "repair: back to the URL of its company"]);
});

// A run without its state took the endpoint of another clone for one that it had just made.
it("misses the step that allows a repair of an endpoint in use that the engine did not ask for", async () => {
  const id = await made();
  await store(id);
  emulator.changeEndpoint(id, { url: "https://example.com/moved" });
  await noteAsked("update", "we_another", {}, async () => {});
  await moved(id, acme);
  expect(verdicts().at(-1)).toEqual(["re-pointed", undefined]);
});

it("allows to point an endpoint to a new company whose secret takes the place of the old one", async () => {
  const id = await made();
  await store(id);
  await moved(id, other);
  await removeSecret();
  expect(verdicts()).toEqual([
    ["re-pointed", "new company: the secret of the old one was replaced afterwards"],
  ]);
});

it.each<[string, () => Promise<unknown>]>([
  [
    "to another company, while a connection secret names it for its own",
    async () => {
      const id = await made();
      await store(id);
      await moved(id, other);
    },
  ],
  ["to an address that its marks do not say", async () => moved(await made(), other, acme)],
  [
    "that somebody else made",
    async () => {
      const { id } = emulator.addEndpoint(account, "test", {
        url: "https://example.com",
        enabled_events: ["*"],
      });
      await moved(id, acme);
    },
  ],
])("misses the step that allows to point an endpoint %s", async (_, work) => {
  await work();
  expect(verdicts()).toEqual([["re-pointed", undefined]]);
});

it("makes a run fail that has deleted an endpoint in use, and names the test file", async () => {
  const id = await made();
  await store(id);
  await ours().webhookEndpoints.del(id);
  const said = jest.spyOn(console, "error").mockImplementation();
  const { PLENIGO_STRIPE_WRITES } = process.env;
  process.env.PLENIGO_STRIPE_WRITES = folder;
  const reporter = new WriteReporter();
  reporter.onRunComplete();
  Object.assign(process.env, { PLENIGO_STRIPE_WRITES });
  expect(reporter.getLastError()).toBeInstanceOf(Error);
  expect(said.mock.calls.flat()).toEqual([
    "Write check: 1 deletions, 0 switched off, 0 re-pointed (0 by hand), 1 without a step that allows it",
    expect.stringMatching(`^  journal.jsonl: ${id} was deleted by req_\\w+ at 20`),
  ]);
});
