import type { FaultEffect } from "../../sandbox/emulators/emulator-server";
import { startStripeEmulator } from "../../sandbox/emulators/stripe/stripe-emulator";
import { settingsOf } from "../../src/endpoint/endpoint-state";
import { connectStripe } from "../../src/stripe/endpoints-api";
import { retryPolicy } from "../../src/stripe/retry";
import { BROKEN_ANSWERS, emptyReply } from "../support/broken-answers";
import { tenant } from "../support/tenant";

const acme = tenant();
const BUDGET_MS = 900;

const other = (status: number, body: string): FaultEffect => ({
  kind: "reply",
  processed: false,
  reply: { ...emptyReply(status), body },
});

/** What stands between us and Stripe may answer in its place, in its own words. */
const IN_BETWEEN: readonly [string, FaultEffect][] = [
  ["502 with JSON that is not Stripe's", other(502, '{"message":"Bad gateway"}')],
  ["503 with a page that ends too early", other(503, "<html><he")],
  ["200 with a page", other(200, "<html></html>")],
  ["200 with JSON that is not Stripe's", other(200, "{}")],
  ["200 with null", other(200, "null")],
  ["403 of a proxy", other(403, "<html>blocked</html>")],
  ["404 of a load balancer", other(404, "not found")],
  ["a redirect to a log-in page", other(302, "")],
];
const rows = [...Object.entries(BROKEN_ANSWERS), ...IN_BETWEEN] as [string, FaultEffect][];

type Connect = (budgetMs?: number) => ReturnType<typeof connectStripe>;

/** Connections to a Stripe of its own that breaks its answers so many times; ends with `use`. */
async function withBrokenAnswers(
  effect: FaultEffect,
  times: number,
  use: (connect: Connect) => Promise<void>,
) {
  const emulator = await startStripeEmulator({
    accounts: [{ id: acme.accountId, keys: [{ key: acme.secretKey }] }],
  });
  emulator.faults.push({ matches: () => true, effect, times });
  await use((budgetMs = BUDGET_MS) => {
    const env = { STRIPE_API_BASE: emulator.url, PLENIGO_STRIPE_RETRY_BUDGET_MS: String(budgetMs) };
    return connectStripe({ label: "stripeSecretKey", value: acme.secretKey }, env, retryPolicy(env));
  }).finally(() => emulator.close());
}
const ALWAYS = Number.POSITIVE_INFINITY;

// Side by side: these tests wait, and compute little.
it.concurrent.each(rows)("makes one endpoint with its signing secret after %s", async (_, effect) => {
  await withBrokenAnswers(effect, 1, async (connect) => {
    const created = await connect().create(settingsOf(acme.inputs), undefined, "one-key");
    expect(created.endpoint?.signingSecret).toMatch(/^whsec_/);
    expect(await connect().list()).toHaveLength(1);
  });
});

it.concurrent.each(rows)("ends within the budget when all it gets is %s", async (_, effect) => {
  await withBrokenAnswers(effect, ALWAYS, async (connect) => {
    const start = performance.now();
    await expect(connect().list()).rejects.toMatchObject({ code: "stripe-unavailable" });
    expect(performance.now() - start).toBeLessThan(2 * BUDGET_MS);
  });
});

it.concurrent.each([
  [
    "a body that never ends",
    BROKEN_ANSWERS["a body that never ends"],
    "the answer had no end; it was cut at",
  ],
  ["no answer at all", BROKEN_ANSWERS["no answer at all"], "there was no whole answer within 1 s"],
  ["half a body", BROKEN_ANSWERS["half a body"], "the answer stopped in its middle"],
  [
    "502 with an HTML page",
    BROKEN_ANSWERS["502 with an HTML page"],
    "status 502 with a text that is not Stripe's",
  ],
  ["502 without a body", BROKEN_ANSWERS["502 without a body"], "status 502 with an empty body"],
] as [string, FaultEffect, string][])("says of %s what it was", async (_, effect, said) => {
  await withBrokenAnswers(effect, ALWAYS, (connect) => expect(connect(3000).list()).rejects.toThrow(said));
});

it.concurrent("takes a 429 of a load balancer for one of Stripe's", async () => {
  await withBrokenAnswers(other(429, "slow down"), ALWAYS, (connect) =>
    expect(connect().list()).rejects.toMatchObject({ code: "stripe-rate-limited" }),
  );
});

it.concurrent("ends on a list that always has one more page", async () => {
  const page = { object: "list", has_more: true, url: "/v1/webhook_endpoints" };
  const endpoint = {
    object: "webhook_endpoint",
    id: "we_same",
    enabled_events: [],
    created: 0,
    metadata: {},
  };
  const answer = other(200, JSON.stringify({ ...page, data: [endpoint] }));
  await withBrokenAnswers(answer, ALWAYS, (connect) =>
    expect(connect(200).list()).rejects.toMatchObject({ code: "stripe-unavailable" }),
  );
});
