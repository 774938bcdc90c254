import type { EndpointChanges } from "../../sandbox/emulators/stripe/stripe-emulator";
import { describeWithEngine } from "../support/engine";
import { Journey } from "../support/journey";

type Endpoint = ReturnType<Journey["endpoint"]>;

const DRIFTS: readonly [string, (endpoint: Endpoint) => Partial<EndpointChanges>, RegExp][] = [
  [
    "another URL",
    () => ({ url: "https://example.com/other" }),
    /~ url +: "https:\/\/example\.com\/other" => "https:\/\/callbacks/,
  ],
  [
    "a single missing event",
    ({ enabled_events }) => ({
      enabled_events: enabled_events.filter((name) => name !== "charge.dispute.updated"),
    }),
    /\+ charge\.dispute\.updated +: true/,
  ],
  [
    "an extra event",
    ({ enabled_events }) => ({ enabled_events: [...enabled_events, "charge.failed"] }),
    /- charge\.failed +: true/,
  ],
  [
    "another description",
    () => ({ description: "changed by hand" }),
    /~ description +: "changed by hand" =>/,
  ],
  [
    "a mark that is gone",
    ({ metadata }) => ({ metadata: { ...metadata, plenigo_stack: "" } }),
    /plenigo_stack/,
  ],
  ["an endpoint that is disabled", () => ({ status: "disabled" }), /~ enabled +: false => true/],
];

describeWithEngine("drift of the endpoint", () => {
  let journey: Journey;
  let declared: Endpoint;
  beforeAll(async () => {
    journey = await Journey.provisioned();
    declared = journey.endpoint();
  });
  afterAll(() => journey.close());

  it.each(DRIFTS)(
    "%s is found, named by the preview's diff, and changes nothing else",
    async (_, change, named) => {
      journey.stripe.changeEndpoint(declared.id, change(declared));
      const { code, text, writes } = await journey.preview();
      expect({ code, writes }).toEqual({ code: 7, writes: [] });
      expect(text).toMatch(named);
      expect(text).toMatch(/~ 1 to update\n {4}5 unchanged/);
      const { url, enabled_events, description, metadata, status } = declared;
      journey.stripe.changeEndpoint(declared.id, { url, enabled_events, description, metadata, status });
    },
  );

  it.each([
    [
      "the order of events",
      ({ enabled_events }: Endpoint) => ({ enabled_events: [...enabled_events].reverse() }),
    ],
    ["other people's metadata", ({ metadata }: Endpoint) => ({ metadata: { ...metadata, note: "theirs" } })],
    [
      "the hand-over's mark",
      ({ metadata }: Endpoint) => ({ metadata: { ...metadata, plenigo_handed_over_at: "2026-11-25" } }),
    ],
  ])("%s is none", async (_, change) => {
    journey.stripe.changeEndpoint(declared.id, change(declared));
    expect((await journey.preview()).code).toBe(0);
  });

  it("is repaired all at once by an update, in place, with the same id and signing secret", async () => {
    for (const [, change] of DRIFTS) journey.stripe.changeEndpoint(declared.id, change(declared));
    const { writes } = await journey.up();
    expect(writes).toEqual(["POST /v1/webhook_endpoints/{id}"]);
    const { id, url, description, status, secret } = journey.endpoint();
    expect({ id, url, description, status }).toEqual({
      id: declared.id,
      url: declared.url,
      description: declared.description,
      status: "enabled",
    });
    expect(journey.endpoint().enabled_events.toSorted()).toEqual(declared.enabled_events.toSorted());
    expect(secret === declared.secret && journey.connection().webhookSigningSecret === secret).toBe(true);
    expect((await journey.preview()).code).toBe(0);
  });

  it("an endpoint deleted in Stripe is made anew, alive, with its secret stored and plenigo's part named", async () => {
    journey.stripe.deleteEndpoint(declared.id);
    expect((await journey.preview()).code).toBe(7);
    const { text } = await journey.up();
    expect(journey.endpoint().id).not.toBe(declared.id);
    expect(journey.connection()).toMatchObject({ webhookEndpointId: journey.endpoint().id });
    expect(journey.connection().webhookSigningSecret === journey.endpoint().secret).toBe(true);
    expect(text).toMatch(/warning: .*new signing secret.*plenigo/);
    expect((await journey.preview()).code).toBe(0);
  });
});
