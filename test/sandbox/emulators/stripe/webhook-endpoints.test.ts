import { emulatedStripe, endpointParams, publisher, raw, sdk } from "./emulated-stripe";

it("creates an endpoint with Stripe's defaults and shows its signing secret", async () => {
  const { stripe } = await emulatedStripe({ now: () => 1_700_000_000_500 });
  expect(await stripe.webhookEndpoints.create(endpointParams)).toEqual({
    id: expect.stringMatching(/^we_1[A-Za-z0-9]{23}$/),
    object: "webhook_endpoint",
    api_version: null,
    application: null,
    created: 1_700_000_000,
    description: null,
    enabled_events: endpointParams.enabled_events,
    livemode: false,
    metadata: {},
    secret: expect.stringMatching(/^whsec_[A-Za-z0-9]{32}$/),
    status: "enabled",
    url: endpointParams.url,
  });
});

it("shows the signing secret in no other answer", async () => {
  const { emulator, stripe } = await emulatedStripe();
  const { id } = await stripe.webhookEndpoints.create(endpointParams);
  const answers = await Promise.all([
    raw(emulator, `GET /v1/webhook_endpoints/${id}`),
    raw(emulator, `POST /v1/webhook_endpoints/${id}`, { body: "description=new" }),
    raw(emulator, "GET /v1/webhook_endpoints"),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  for (const { text } of answers) expect(text).not.toContain("whsec_");
});

it("leaves the signing secret out for a key that hides it, and keeps it", async () => {
  const { emulator, stripe } = await emulatedStripe();
  emulator.changeKey(publisher.testKey, { hidesSigningSecret: true });
  const created = await stripe.webhookEndpoints.create(endpointParams);
  expect(created.secret).toBeUndefined();
  expect(emulator.endpoints(publisher.id, "test")[0]?.secret).toMatch(/^whsec_/);
});

it("updates in place: id and signing secret stay", async () => {
  const { emulator, stripe } = await emulatedStripe();
  const { id, secret } = await stripe.webhookEndpoints.create(endpointParams);
  const changes = { url: "https://b.example/x?y=1", enabled_events: ["*" as const], description: "b" };
  const updated = await stripe.webhookEndpoints.update(id, { ...changes, disabled: true });
  expect(updated).toMatchObject({ id, ...changes, status: "disabled" });
  expect(emulator.endpoints(publisher.id, "test")).toEqual([{ ...updated, secret }]);
});

it("enables a disabled endpoint again", async () => {
  const { emulator, stripe } = await emulatedStripe();
  const { id } = emulator.addEndpoint(publisher.id, "test", { ...endpointParams, status: "disabled" });
  expect(await stripe.webhookEndpoints.update(id, { disabled: false })).toMatchObject({ status: "enabled" });
});

it.each([
  ["merges metadata", { metadata: { b: "3", c: "4" } }, { a: "1", b: "3", c: "4" }],
  ["unsets one metadata key by an empty text", { metadata: { a: "" } }, { b: "2" }],
  ["unsets one metadata key by null", { metadata: { a: null } }, { b: "2" }],
  ["unsets all metadata by an empty text", { metadata: "" as const }, {}],
  ["keeps metadata that is not mentioned", { description: "new" }, { a: "1", b: "2" }],
])("%s on update", async (_name, params, expected) => {
  const { stripe } = await emulatedStripe();
  const { id } = await stripe.webhookEndpoints.create({ ...endpointParams, metadata: { a: "1", b: "2" } });
  await stripe.webhookEndpoints.update(id, params);
  expect((await stripe.webhookEndpoints.retrieve(id)).metadata).toEqual(expected);
});

it("unsets the description by an empty text", async () => {
  const { emulator, stripe } = await emulatedStripe();
  const { id } = emulator.addEndpoint(publisher.id, "test", { ...endpointParams, description: "old" });
  expect(await stripe.webhookEndpoints.update(id, { description: "" })).toMatchObject({ description: null });
});

it("keeps an API version", async () => {
  const { stripe } = await emulatedStripe();
  const created = await stripe.webhookEndpoints.create({
    ...endpointParams,
    api_version: "2026-10-28.endive",
  });
  expect(created).toMatchObject({ api_version: "2026-10-28.endive", application: null });
});

it("deletes once; afterwards the id is unknown to every operation", async () => {
  const { stripe } = await emulatedStripe();
  const { id } = await stripe.webhookEndpoints.create(endpointParams);
  expect(await stripe.webhookEndpoints.del(id)).toEqual({ id, object: "webhook_endpoint", deleted: true });
  const gone = { type: "StripeInvalidRequestError", statusCode: 404, code: "resource_missing" };
  await expect(stripe.webhookEndpoints.retrieve(id)).rejects.toMatchObject(gone);
  await expect(stripe.webhookEndpoints.update(id, {})).rejects.toMatchObject(gone);
  await expect(stripe.webhookEndpoints.del(id)).rejects.toMatchObject(gone);
});

it("lists over all pages, newest first", async () => {
  const { emulator, stripe } = await emulatedStripe();
  const ids = Array.from({ length: 25 }, () => emulator.addEndpoint(publisher.id, "test", endpointParams).id);
  const listed: string[] = [];
  for await (const { id } of stripe.webhookEndpoints.list()) listed.push(id);
  expect(listed).toEqual(ids.toReversed());
  expect(emulator.calls.map(({ operation }) => operation)).toEqual(
    Array(3).fill("GET /v1/webhook_endpoints"),
  );
});

it.each([
  ["the first page", { limit: 2 }, [4, 3], true],
  ["the page behind an endpoint", { limit: 2, starting_after: 3 }, [2, 1], true],
  ["the last page", { limit: 2, starting_after: 1 }, [0], false],
])("gives %s", async (_name, page, expected, hasMore) => {
  const { emulator, stripe } = await emulatedStripe();
  const ids = [0, 1, 2, 3, 4].map(() => emulator.addEndpoint(publisher.id, "test", endpointParams).id);
  const { limit, ...cursors } = page;
  const params = Object.fromEntries(Object.entries(cursors).map(([name, index]) => [name, ids[index]]));
  const list = await stripe.webhookEndpoints.list({ limit, ...params });
  expect(list.data.map(({ id }) => ids.indexOf(id))).toEqual(expected);
  expect(list).toMatchObject({ object: "list", has_more: hasMore, url: "/v1/webhook_endpoints" });
});

it("takes the parameters of the SDK and of curl alike", async () => {
  const { emulator } = await emulatedStripe();
  const url = encodeURIComponent(endpointParams.url);
  const bodies = [
    `url=${url}&enabled_events[1]=charge.failed&enabled_events[0]=charge.updated&metadata[a]=1`,
    `url=${url}&enabled_events[]=charge.updated&enabled_events[]=charge.failed&metadata%5Ba%5D=1`,
  ];
  for (const body of bodies) {
    const { json } = await raw(emulator, "POST /v1/webhook_endpoints", { body });
    expect(json).toMatchObject({
      enabled_events: ["charge.updated", "charge.failed"],
      metadata: { a: "1" },
    });
  }
});

it("keeps the test and the live mode of an account apart", async () => {
  const { emulator, stripe } = await emulatedStripe();
  const live = sdk(emulator, publisher.liveKey);
  await stripe.webhookEndpoints.create(endpointParams);
  const created = await live.webhookEndpoints.create(endpointParams);
  expect(created.livemode).toBe(true);
  expect((await live.webhookEndpoints.list()).data.map(({ id }) => id)).toEqual([created.id]);
  expect(emulator.endpoints(publisher.id, "test")).toHaveLength(1);
});

it("gives each answer an id of its own, and names operations in the recording", async () => {
  const { emulator, stripe } = await emulatedStripe();
  const { id, lastResponse } = await stripe.webhookEndpoints.create(endpointParams);
  const read = await stripe.webhookEndpoints.retrieve(id);
  expect(lastResponse.requestId).toMatch(/^req_[A-Za-z0-9]{14}$/);
  expect(read.lastResponse.requestId).not.toBe(lastResponse.requestId);
  expect(emulator.calls.map(({ operation, isWrite, status }) => [operation, isWrite, status])).toEqual([
    ["POST /v1/webhook_endpoints", true, 200],
    ["GET /v1/webhook_endpoints/{id}", false, 200],
  ]);
});
