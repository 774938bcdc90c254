import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import Stripe from "stripe";
import { fakeAccountId, fakeKey } from "../../../../sandbox/emulators/stripe/fake-keys";
import {
  type StripeEmulator,
  type StripeEmulatorOptions,
  startStripeEmulator,
} from "../../../../sandbox/emulators/stripe/stripe-emulator";

/** Ids and keys of the account that each emulator of these tests has, and of another one. */
export const publisher = {
  id: fakeAccountId("publisher"),
  testKey: fakeKey("sk", "test", "publisher"),
  liveKey: fakeKey("sk", "live", "publisher"),
  restrictedKey: fakeKey("rk", "test", "publisher"),
  publishableKey: fakeKey("pk", "test", "publisher"),
};
export const stranger = { id: fakeAccountId("stranger"), testKey: fakeKey("sk", "test", "stranger") };

/** A valid create; a case states only what differs. */
export const endpointParams = {
  url: "https://callbacks.publisher.example/stripe",
  enabled_events: ["payment_intent.created", "payment_intent.canceled"],
} satisfies Stripe.WebhookEndpointCreateParams;

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** An emulator with both accounts, closed after the test, and the SDK with the publisher's test key. */
export async function emulatedStripe(
  options: StripeEmulatorOptions = {},
): Promise<{ emulator: StripeEmulator; stripe: Stripe }> {
  const { id, testKey, liveKey, restrictedKey, publishableKey } = publisher;
  const keys = [testKey, liveKey, restrictedKey, publishableKey].map((key) => ({ key }));
  const accounts = [
    { id, keys },
    { id: stranger.id, keys: [{ key: stranger.testKey }] },
  ];
  const emulator = await startStripeEmulator({ accounts, ...options });
  closing.push(() => emulator.close());
  return { emulator, stripe: sdk(emulator, testKey) };
}

/** The SDK aimed at an emulator, without retries of its own. */
export function sdk(emulator: StripeEmulator, key: string): Stripe {
  const { hostname: host, port } = new URL(emulator.url);
  return new Stripe(key, { host, port, protocol: "http", telemetry: false, maxNetworkRetries: 0 });
}

/** A request without the SDK; `body` is sent as it is. */
export async function raw(
  emulator: StripeEmulator,
  request: string,
  more: { key?: string; body?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; headers: Headers; json: Record<string, unknown>; text: string }> {
  const [method, path] = request.split(" ");
  const { key = publisher.testKey, body, headers } = more;
  const response = await fetch(`${emulator.url}${path}`, {
    method,
    body,
    headers: {
      authorization: `Bearer ${key}`,
      "content-type": "application/x-www-form-urlencoded",
      ...headers,
    },
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, json: JSON.parse(text), text };
}

/** A delivery as the receiver saw it. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * Stands for plenigo: records deliveries and answers `status`, which a test may change. Closed after the
 * test.
 */
export async function receiver(): Promise<{ url: string; received: Received[]; status: number }> {
  const state = { url: "", received: [] as Received[], status: 200 };
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    state.received.push({ path: request.url ?? "", headers: request.headers, body });
    response.writeHead(state.status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return state;
}
