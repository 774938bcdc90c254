import { emulatedStripe, endpointParams, publisher, raw, sdk, stranger } from "./emulated-stripe";

const good = "url=https://a.example/x&enabled_events[]=charge.failed";
const long = (length: number) => "x".repeat(length);

it.each([
  ["no URL", "enabled_events[]=*", "parameter_missing", "url", "Missing required param: url."],
  ["no events", "url=https://a.example", "parameter_missing", "enabled_events", /^Missing required param/],
  [
    "an unknown parameter",
    `${good}&colour=red`,
    "parameter_unknown",
    "colour",
    /^Received unknown parameter: colour/,
  ],
  [
    "disabled on create",
    `${good}&disabled=true`,
    "parameter_unknown",
    "disabled",
    /^Received unknown parameter/,
  ],
  [
    "an unknown event",
    `${good}&enabled_events[]=a.b`,
    undefined,
    "enabled_events[1]",
    /: must be one of .*account\.up/,
  ],
  [
    "events that are not a list",
    "url=https://a.example&enabled_events=x",
    undefined,
    "enabled_events",
    "Invalid array",
  ],
  [
    "an empty URL",
    "url=&enabled_events[]=*",
    "parameter_invalid_empty",
    "url",
    /^You passed an empty string/,
  ],
  [
    "a long description",
    `${good}&description=${long(5001)}`,
    undefined,
    "description",
    /at most 5000 characters$/,
  ],
  [
    "a long metadata value",
    `${good}&metadata[a]=${long(501)}`,
    undefined,
    "metadata[a]",
    /up to 500 characters/,
  ],
  ["a long metadata key", `${good}&metadata[${long(41)}]=1`, undefined, "metadata", /up to 40 characters/],
  ["metadata that is not a map", `${good}&metadata=1`, undefined, "metadata", "Invalid hash"],
  ["a malformed API version", `${good}&api_version=latest`, undefined, "api_version", /^Invalid api_version/],
])("refuses a create with %s", async (_name, body, code, param, message) => {
  const { emulator } = await emulatedStripe();
  const { status, json } = await raw(emulator, "POST /v1/webhook_endpoints", { body });
  expect(status).toBe(400);
  expect(json.error).toMatchObject({ type: "invalid_request_error", param, message: expect.anything() });
  expect(json.error).toHaveProperty("message", expect.stringMatching(message));
  expect((json.error as { code?: string }).code).toBe(code);
  expect(emulator.endpoints(publisher.id, "test")).toEqual([]);
});

it.each([
  ["no scheme", "a.example/x", /An explicit scheme \(such as https\) must be provided/],
  ["another scheme", "ftp://a.example", /^Not a valid URL/],
  ["no host", "https://", /^Not a valid URL/],
  ["localhost", "https://localhost:8080/x", /URL must be publicly accessible.*Stripe CLI/],
  ["a loopback address", "http://127.0.0.1/x", /publicly accessible/],
  ["an IPv6 loopback address", "http://[::1]/x", /publicly accessible/],
  ["a private address", "https://192.168.1.2", /publicly accessible/],
  ["a host without a domain", "https://intranet/x", /publicly accessible/],
  ["a local domain", "https://printer.local", /publicly accessible/],
])("refuses a URL with %s", async (_name, url, message) => {
  const { stripe } = await emulatedStripe();
  const { id } = await stripe.webhookEndpoints.create(endpointParams);
  const refusal = { type: "StripeInvalidRequestError", statusCode: 400, code: "url_invalid", param: "url" };
  const expected = { ...refusal, message: expect.stringMatching(message) };
  await expect(stripe.webhookEndpoints.create({ ...endpointParams, url })).rejects.toMatchObject(expected);
  await expect(stripe.webhookEndpoints.update(id, { url })).rejects.toMatchObject(expected);
});

it("takes http in test mode and refuses it in live mode", async () => {
  const { emulator, stripe } = await emulatedStripe();
  const params = { ...endpointParams, url: "http://a.example/x" };
  expect(await stripe.webhookEndpoints.create(params)).toMatchObject({ url: params.url });
  const refused = sdk(emulator, publisher.liveKey).webhookEndpoints.create(params);
  await expect(refused).rejects.toMatchObject({ code: "url_invalid" });
});

it("refuses another API version on update", async () => {
  const { emulator, stripe } = await emulatedStripe();
  const { id } = await stripe.webhookEndpoints.create(endpointParams);
  const body = "api_version=2026-10-28.endive";
  const { status, json } = await raw(emulator, `POST /v1/webhook_endpoints/${id}`, { body });
  expect({ status, ...json }).toMatchObject({ status: 400, error: { code: "parameter_unknown" } });
});

it.each([
  ["test", publisher.testKey],
  ["live", publisher.liveKey],
] as const)("refuses the endpoint beyond the limit in %s mode", async (mode, key) => {
  const { emulator } = await emulatedStripe();
  for (let count = 0; count < 16; count += 1) emulator.addEndpoint(publisher.id, mode, endpointParams);
  await expect(sdk(emulator, key).webhookEndpoints.create(endpointParams)).rejects.toMatchObject({
    type: "StripeInvalidRequestError",
    statusCode: 400,
    message: `You have reached the maximum of 16 ${mode} webhook endpoints.`,
  });
  expect(emulator.endpoints(publisher.id, mode)).toHaveLength(16);
});

it("refuses the 51st metadata key, counting those that are there", async () => {
  const { stripe } = await emulatedStripe();
  const fifty = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key${index}`, "1"]));
  const { id } = await stripe.webhookEndpoints.create({ ...endpointParams, metadata: fifty });
  await expect(stripe.webhookEndpoints.update(id, { metadata: { more: "1" } })).rejects.toMatchObject({
    statusCode: 400,
    param: "metadata",
  });
  await stripe.webhookEndpoints.update(id, { metadata: { more: "1", key0: "" } });
});

it.each([
  ["limit=0", "parameter_invalid_integer"],
  ["limit=101", "parameter_invalid_integer"],
  ["limit=ten", "parameter_invalid_integer"],
  ["starting_after=we_1", "resource_missing"],
  ["ending_before=we_2", "parameter_unknown"],
  ["url=https://a.example", "parameter_unknown"],
])("refuses a list with %s", async (query, code) => {
  const { emulator } = await emulatedStripe();
  const { status, json } = await raw(emulator, `GET /v1/webhook_endpoints?${query}`);
  expect(status).toBe(400);
  expect((json.error as { code?: string }).code).toBe(code);
});

it("knows nothing of another account's endpoint", async () => {
  const { emulator, stripe } = await emulatedStripe();
  const { id } = emulator.addEndpoint(stranger.id, "test", endpointParams);
  const missing = { statusCode: 404, code: "resource_missing", message: `No such webhook endpoint: '${id}'` };
  await expect(stripe.webhookEndpoints.retrieve(id)).rejects.toMatchObject(missing);
  await expect(stripe.webhookEndpoints.del(id)).rejects.toMatchObject(missing);
});

it.each([
  ["test", "live", publisher.liveKey],
  ["live", "test", publisher.testKey],
] as const)("tells of an endpoint in %s mode to a %s key", async (mode, keyMode, key) => {
  const { emulator } = await emulatedStripe();
  const { id } = emulator.addEndpoint(publisher.id, mode, endpointParams);
  await expect(sdk(emulator, key).webhookEndpoints.retrieve(id)).rejects.toMatchObject({
    statusCode: 404,
    code: "resource_missing",
    message:
      `No such webhook endpoint: '${id}'; a similar object exists in ${mode} mode, but a ${keyMode} ` +
      "mode key was " +
      "used to make this request.",
  });
});

it.each(["GET /v2/core/event_destinations", "PUT /v1/webhook_endpoints", "GET /v1/webhook_endpoints/"])(
  "does not recognise %s",
  async (request) => {
    const { emulator } = await emulatedStripe();
    const { status, headers, json } = await raw(emulator, request);
    expect(status).toBe(404);
    expect(headers.get("request-id")).toMatch(/^req_/);
    const where = request.replace(" ", ": ");
    expect(json).toMatchObject({ error: { message: expect.stringContaining(`request URL (${where})`) } });
  },
);

it("answers errors in Stripe's form", async () => {
  const { emulator } = await emulatedStripe();
  const { headers, json } = await raw(emulator, "GET /v1/webhook_endpoints/we_none");
  expect(json).toEqual({
    error: {
      code: "resource_missing",
      doc_url: "https://stripe.com/docs/error-codes/resource-missing",
      message: "No such webhook endpoint: 'we_none'",
      param: "id",
      request_log_url: `https://dashboard.stripe.com/${publisher.id}/test/logs/${headers.get("request-id")}`,
      type: "invalid_request_error",
    },
  });
});

it("refuses JSON bodies", async () => {
  const { emulator } = await emulatedStripe();
  const headers = { "content-type": "application/json" };
  const { status } = await raw(emulator, "POST /v1/webhook_endpoints", { body: "{}", headers });
  expect(status).toBe(400);
});
