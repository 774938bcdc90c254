import { type StripeEmulator, startStripeEmulator } from "../../sandbox/emulators/stripe/stripe-emulator";
import { type PlenigoReceiver, startPlenigoReceiver } from "../../sandbox/plenigo/plenigo-receiver";
import { HANDED_OVER_AT } from "../../src/endpoint/marks";
import { enabledEventsFor } from "../../src/endpoint/required-events";
import { callbackUrl, type Environment, factsOf } from "../../src/environments";
import type { ConnectionSecret } from "../../src/secret/connection-secret";
import { type Tenant, tenant } from "./tenant";

/** A tenant whose endpoint exists in the Stripe emulator, which delivers to a receiver that plays plenigo. */
export interface HandedOver {
  readonly who: Tenant;
  readonly stripe: StripeEmulator;
  readonly plenigo: PlenigoReceiver;
  /** Adds an endpoint of the tenant; a case states only what differs. */
  readonly addEndpoint: (changes?: Parameters<StripeEmulator["addEndpoint"]>[2] | object) => {
    id: string;
    secret: string;
  };
  /** The connection secret for an endpoint in use, and the one before. */
  readonly connection: (current: Endpoint, previous?: Endpoint) => ConnectionSecret;
  /** Time that passes only while somebody waits. `onSleep` is called before each wait. */
  readonly clock: { now: () => number; sleep: (ms: number) => Promise<void>; onSleep: () => unknown };
}

interface Endpoint {
  readonly id: string;
  readonly secret: string;
}

/** When the tenants' endpoints were handed over. */
export const HANDED_OVER = "2026-11-01T09:00:00.000Z";

const open: HandedOver[] = [];
afterEach(async () => {
  for (const { stripe, plenigo } of open.splice(0)) await Promise.all([stripe.close(), plenigo.close()]);
});

/** Starts emulator and receiver; both end with the test. */
export async function handedOver({ environment = "stage" as Environment } = {}): Promise<HandedOver> {
  const who = tenant({ environment });
  const { mode } = factsOf(environment);
  const plenigo = await startPlenigoReceiver();
  const clock = clockAt(Date.now());
  const stripe = await startStripeEmulator({
    accounts: [{ id: who.accountId, keys: [{ key: who.secretKey }] }],
    deliverTo: plenigo.url,
  });
  clock.onSleep = () => stripe.deliveriesSettled();
  const url = callbackUrl(environment, who.companyId);
  const seed = { url, enabled_events: enabledEventsFor([]), metadata: { [HANDED_OVER_AT]: HANDED_OVER } };
  const world: HandedOver = {
    who,
    stripe,
    plenigo,
    clock,
    addEndpoint: (changes = {}) => stripe.addEndpoint(who.accountId, mode, { ...seed, ...changes }),
    connection: (current, previous) => ({
      companyId: who.companyId,
      environment,
      schemaVersion: "1",
      stripeAccountId: who.accountId,
      stripePublishableKey: who.publishableKey,
      stripeSecretKey: who.secretKey,
      webhookEndpointId: current.id,
      webhookSigningSecret: current.secret,
      webhookUrl: url,
      previousWebhookEndpointId: previous?.id,
      previousWebhookSigningSecret: previous?.secret,
    }),
  };
  open.push(world);
  return world;
}

function clockAt(start: number): HandedOver["clock"] {
  let now = start;
  const clock = {
    now: () => now,
    onSleep: (): unknown => undefined,
    sleep: async (ms: number) => {
      await clock.onSleep();
      now += ms;
    },
  };
  return clock;
}
