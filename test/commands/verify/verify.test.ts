import { fakeSigningSecret } from "../../../sandbox/emulators/stripe/fake-keys";
import type { DeliveryCheck } from "../../../src/commands/verify/delivery-check";
import { verifyDelivery } from "../../../src/commands/verify/verify";
import { verifyWords } from "../../../src/commands/verify/words";
import { enabledEventsFor } from "../../../src/endpoint/required-events";
import { connectDelivery } from "../../../src/stripe/delivery-api";
import { connectStripe } from "../../../src/stripe/endpoints-api";
import { type HandedOver, handedOver } from "../../support/plenigo-fixture";
import { remedyLines } from "../../support/remedy-lines";

const PAYMENT_EVENTS = ["payment_intent.created", "payment_intent.canceled"];
type Endpoint = ReturnType<HandedOver["addEndpoint"]>;

/** Runs the check of a tenant; what it says of progress comes with the result. */
async function check(world: HandedOver, [current, previous]: readonly Endpoint[], changes = {}) {
  const progress: string[] = [];
  const key = { label: "stripeSecretKey", value: world.who.secretKey };
  const env = { STRIPE_API_BASE: world.stripe.url };
  const policy = { budgetMs: 3000, now: Date.now, sleep: async () => {} };
  const result = await verifyDelivery({
    stack: "acme.stage",
    connection: world.connection(current as Endpoint, previous),
    declaredEvents: enabledEventsFor([]),
    endpoints: connectStripe(key, env, policy),
    delivery: connectDelivery(key, env, policy),
    words: verifyWords("en"),
    clock: world.clock,
    timeoutMs: 20_000,
    onProgress: (text) => progress.push(text),
    ...changes,
  } satisfies DeliveryCheck);
  return { ...result, progress };
}

const intents = (world: HandedOver) =>
  world.stripe.calls.filter(({ operation }) => operation.includes("payment_intents"));
const codes = ({ findings }: Awaited<ReturnType<typeof check>>) =>
  findings.map(({ code, severity }) => `${severity} ${code}`);

const nextOf = ({ findings }: Awaited<ReturnType<typeof check>>) =>
  remedyLines(findings[0]?.next, "acme.stage");

describe("in test mode", () => {
  it("proves delivery by a payment that is cancelled, once plenigo has the signing secret", async () => {
    const world = await handedOver();
    const endpoint = world.addEndpoint();
    await world.plenigo.enter(world.who.companyId, endpoint.secret);
    const result = await check(world, [endpoint]);
    expect([result.status, result.findings]).toEqual(["delivered", []]);
    expect(result.events.map(({ type, pending }) => [type, pending])).toEqual(
      PAYMENT_EVENTS.map((type) => [type, 0]),
    );
    expect(new Set(world.plenigo.taken.get(world.who.companyId))).toEqual(new Set(PAYMENT_EVENTS));
    expect(result.progress.at(-1)).toMatch(
      /^Waiting until plenigo has taken the events of pi_\w+ \(2 of 2\)$/,
    );
  });

  it("waits for a person who enters the secret meanwhile", async () => {
    const world = await handedOver();
    const endpoint = world.addEndpoint();
    world.clock.onSleep = async () => {
      await world.plenigo.enter(world.who.companyId, endpoint.secret);
      await world.stripe.retryDeliveries();
    };
    expect((await check(world, [endpoint])).status).toBe("delivered");
    expect(world.plenigo.refusals()).toBe(2);
  });

  it.each([
    ["was not entered", undefined],
    ["was entered wrongly", fakeSigningSecret("wrong")],
  ])("says that the signing secret is the likely reason when it %s", async (_, secret) => {
    const world = await handedOver();
    const endpoint = world.addEndpoint();
    if (secret) await world.plenigo.enter(world.who.companyId, secret);
    const result = await check(world, [endpoint]);
    expect([result.status, codes(result)]).toEqual(["not-delivered", ["failure event-not-taken"]]);
    expect(result.findings[0]?.message).toMatch(
      /^plenigo has not taken payment_intent\.created \(evt_\w+\): it answers with an error or not at all, most often because the signing secret of we_\w+ was not entered in plenigo$/,
    );
    expect(nextOf(result)[0]).toMatch(/^npx plenigo-stripe handover --reveal --stack acme\.stage/);
  });

  it("adds that nobody has marked the endpoint as handed over", async () => {
    const world = await handedOver();
    const result = await check(world, [world.addEndpoint({ metadata: {} })]);
    expect(codes(result)).toEqual(["failure event-not-taken", "note not-handed-over"]);
  });

  it.each<[string, object, string]>([
    ["the endpoint is disabled", { status: "disabled" }, "endpoint-disabled"],
    ["the events are not enabled", { enabled_events: ["account.updated"] }, "event-not-enabled"],
    ["the URL is another one", { url: "https://elsewhere.example/" }, "url-differs"],
  ])("makes no payment when %s, and names the update that repairs it", async (_, changes, code) => {
    const world = await handedOver();
    const result = await check(world, [world.addEndpoint(changes)]);
    expect([result.status, codes(result), intents(world)]).toEqual([
      "not-delivered",
      [`failure ${code}`],
      [],
    ]);
    expect(nextOf(result)).toEqual(["pulumi up --stack acme.stage"]);
  });

  it("makes no payment when the endpoint has gone", async () => {
    const world = await handedOver();
    const endpoint = world.addEndpoint();
    world.stripe.deleteEndpoint(endpoint.id);
    expect(codes(await check(world, [endpoint]))).toEqual(["failure endpoint-gone"]);
  });

  it("warns of declared events that are not enabled, although the payment's arrive", async () => {
    const world = await handedOver();
    const endpoint = world.addEndpoint({ enabled_events: PAYMENT_EVENTS });
    await world.plenigo.enter(world.who.companyId, endpoint.secret);
    const result = await check(world, [endpoint]);
    expect([result.status, codes(result)]).toEqual(["delivered", ["warning event-not-enabled"]]);
  });

  it("believes a zero only when Stripe says it twice", async () => {
    const world = await handedOver();
    const endpoint = world.addEndpoint();
    await world.plenigo.enter(world.who.companyId, endpoint.secret);
    await check(world, [endpoint]);
    const looks = world.stripe.calls.filter(({ operation }) => operation === "GET /v1/events");
    expect(looks.length).toBeGreaterThanOrEqual(2);
  });

  it("says that Stripe shows no event when it shows none", async () => {
    const world = await handedOver();
    const body = JSON.stringify({ object: "list", data: [], has_more: false, url: "/v1/events" });
    const reply = { status: 200, headers: { "content-type": "application/json" }, body };
    world.stripe.faults.push({
      matches: ({ operation }) => operation === "GET /v1/events",
      effect: { kind: "reply", reply, processed: false },
      times: Number.POSITIVE_INFINITY,
    });
    const result = await check(world, [world.addEndpoint()]);
    expect(codes(result)).toEqual(["failure event-never-sent"]);
  });
});

describe("beside other endpoints that get the events", () => {
  const others = { url: "https://other.example/", enabled_events: ["*"], metadata: {} };

  it("is sure of a failure when none has taken them", async () => {
    const world = await handedOver();
    const endpoint = world.addEndpoint();
    world.addEndpoint(others);
    const result = await check(world, [endpoint]);
    expect([result.status, codes(result)]).toEqual([
      "not-delivered",
      ["failure event-not-taken", "note other-endpoints"],
    ]);
  });

  it("says that it can't tell which one waits, and names them", async () => {
    const world = await handedOver();
    const endpoint = world.addEndpoint();
    const { id } = world.addEndpoint(others);
    await world.plenigo.enter(world.who.companyId, endpoint.secret);
    const result = await check(world, [endpoint]);
    expect([result.status, codes(result)]).toEqual(["unknown", ["failure other-endpoints"]]);
    expect(result.findings[0]?.message).toContain(`1 of 2 endpoints have not taken payment_intent.created`);
    expect(result.findings[0]?.message).toContain(`the others are ${id} (https://other.example/)`);
  });

  it("says in a rotation why one of the two always waits", async () => {
    const world = await handedOver();
    const [current, previous] = [world.addEndpoint(), world.addEndpoint()];
    await world.plenigo.enter(world.who.companyId, current.secret);
    const result = await check(world, [current, previous]);
    expect([result.status, codes(result)]).toEqual(["unknown", ["failure previous-endpoint-enabled"]]);
  });

  it.each([
    ["disabled", { status: "disabled" }],
    ["of other events", { enabled_events: ["account.updated"] }],
  ])("ignores one that is %s", async (_, changes) => {
    const world = await handedOver();
    const endpoint = world.addEndpoint();
    world.addEndpoint({ ...others, ...changes });
    await world.plenigo.enter(world.who.companyId, endpoint.secret);
    expect(await check(world, [endpoint])).toMatchObject({ status: "delivered", findings: [] });
  });
});

describe("in live mode", () => {
  const DAY = 86_400_000;
  const recently = (world: HandedOver, type = "payment_intent.succeeded") =>
    world.stripe.emit(world.who.accountId, "live", type, { id: "pi_1" });

  /** A live tenant, an endpoint handed over a day ago, and plenigo with its secret or with another one. */
  async function live({ secret = "right", metadata = {} as Record<string, string> } = {}) {
    const world = await handedOver({ environment: "live" });
    const at = { plenigo_handed_over_at: new Date(Date.now() - DAY).toISOString() };
    const endpoint = world.addEndpoint({ created: 1_700_000_000, metadata: { ...at, ...metadata } });
    const entered = secret === "right" ? endpoint.secret : fakeSigningSecret("wrong");
    await world.plenigo.enter(world.who.companyId, entered);
    return { world, endpoint };
  }

  it("makes nothing, and takes the newest event as proof", async () => {
    const { world, endpoint } = await live();
    const { id } = recently(world);
    await world.stripe.deliveriesSettled();
    const result = await check(world, [endpoint]);
    expect([result.status, result.events.map((event) => event.id), result.findings]).toEqual([
      "delivered",
      [id],
      [],
    ]);
    expect(world.stripe.calls.filter(({ isWrite }) => isWrite)).toEqual([]);
  });

  it("waits for an event that is on its way, and says that it was not taken in the end", async () => {
    const { world, endpoint } = await live({ secret: "wrong" });
    recently(world);
    const result = await check(world, [endpoint]);
    expect([result.status, codes(result)]).toEqual(["not-delivered", ["failure event-not-taken"]]);
    expect(world.clock.now() - Date.now()).toBeGreaterThan(10_000);
  });

  it("warns of earlier events that still wait", async () => {
    const { world, endpoint } = await live({ secret: "wrong" });
    const { id } = recently(world, "charge.dispute.created");
    await world.stripe.deliveriesSettled();
    world.stripe.changeEndpoint(endpoint.id, { status: "disabled" });
    await world.plenigo.enter(world.who.companyId, endpoint.secret);
    world.stripe.changeEndpoint(endpoint.id, { status: "enabled" });
    recently(world);
    const result = await check(world, [endpoint]);
    expect([result.status, codes(result)]).toEqual(["delivered", ["warning earlier-events-not-taken"]]);
    expect(nextOf(result)[0]).toContain(`stripe events resend ${id}`);
  });

  it.each([
    ["nothing has happened", () => {}, {}],
    ["only other events have happened", (world: HandedOver) => recently(world, "plan.created"), {}],
    [
      "all of it was before the hand-over",
      (world: HandedOver) => recently(world),
      { plenigo_handed_over_at: new Date(Date.now() + DAY).toISOString() },
    ],
  ])("proves nothing when %s", async (_, happen, metadata) => {
    const { world, endpoint } = await live({ metadata });
    happen(world);
    const result = await check(world, [endpoint]);
    expect([result.status, codes(result)]).toEqual(["no-events", ["warning no-events"]]);
  });

  it("asks for more than twenty kinds of events in parts", async () => {
    const { world, endpoint } = await live();
    const more = Array.from({ length: 12 }, (_, number) => `charge.new${number}`);
    const declaredEvents = [...enabledEventsFor([]), ...more];
    world.stripe.changeEndpoint(endpoint.id, { enabled_events: declaredEvents });
    recently(world, "charge.new11");
    expect((await check(world, [endpoint], { declaredEvents })).status).toBe("delivered");
  });

  it.each([
    ["can't tell", undefined, "unknown", "failure rotation-under-way"],
    ["is sure, when only what came after counts,", new Date(0), "not-delivered", "failure event-not-taken"],
  ])(
    "%s about a waiting event while the previous endpoint is switched off",
    async (_, since, status, finding) => {
      const { world, endpoint } = await live({ secret: "wrong" });
      const previous = world.addEndpoint({ status: "disabled" });
      recently(world);
      const result = await check(world, [endpoint, previous], { since });
      expect([result.status, codes(result)]).toEqual([status, [finding]]);
    },
  );
});
