import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fakeKey } from "../../sandbox/emulators/stripe/fake-keys";
import { startStripeEmulator } from "../../sandbox/emulators/stripe/stripe-emulator";
import { connectStripe } from "../../src/stripe/endpoints-api";
import { retryPolicy } from "../../src/stripe/retry";
import { tenant } from "../support/tenant";

const acme = tenant();
const PROXY_VARIABLES = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy"];
const policy = retryPolicy({ PLENIGO_STRIPE_RETRY_BUDGET_MS: "300" });

let proxy: Server;
let tunnels: string[];
let saved: Record<string, string | undefined>;
beforeEach(async () => {
  saved = Object.fromEntries(PROXY_VARIABLES.map((name) => [name, process.env[name]]));
  for (const name of PROXY_VARIABLES) delete process.env[name];
  tunnels = [];
  proxy = createServer().on("connect", ({ url }, socket) => {
    tunnels.push(url ?? "");
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  await once(proxy.listen(0, "127.0.0.1"), "listening");
  process.env.HTTPS_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  process.env.HTTP_PROXY = process.env.HTTPS_PROXY;
});
afterEach(() => {
  for (const [name, value] of Object.entries(saved)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  proxy.close();
});

const api = (base: string) =>
  connectStripe({ label: "stripeSecretKey", value: acme.secretKey }, { STRIPE_API_BASE: base }, policy);

it("sends Stripe's calls through the proxy of the environment", async () => {
  await expect(api("https://stripe.example").list()).rejects.toThrow(/stripe-unavailable/);
  expect(new Set(tunnels)).toEqual(new Set(["stripe.example:443"]));
});

it("leaves the proxy out for hosts of NO_PROXY", async () => {
  process.env.NO_PROXY = "127.0.0.1";
  await expect(api("https://127.0.0.1:1").list()).rejects.toThrow(/stripe-unavailable/);
  expect(tunnels).toEqual([]);
});

it("never sends loopback traffic to a proxy", async () => {
  const stripe = await startStripeEmulator({
    accounts: [{ id: acme.accountId, keys: [{ key: acme.secretKey }] }],
  });
  await expect(api(stripe.url).list()).resolves.toEqual([]);
  expect(tunnels).toEqual([]);
  await stripe.close();
});

it("gives no key away in an error that goes through a proxy", async () => {
  const secret = fakeKey("sk", "test", "x");
  const leaky = connectStripe(
    { label: "stripeSecretKey", value: secret },
    { STRIPE_API_BASE: "https://stripe.example" },
    policy,
  );
  await expect(leaky.list()).rejects.toThrow(expect.not.stringContaining(secret));
});
