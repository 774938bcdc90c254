import Stripe from "stripe";
import { fakeKey } from "../../sandbox/emulators/stripe/fake-keys";
import { accountNamedIn, isTransient, stripeUserError } from "../../src/stripe/errors";

const { StripeAPIError, StripeAuthenticationError, StripeConnectionError } = Stripe.errors;
const { StripeIdempotencyError, StripeInvalidRequestError, StripePermissionError, StripeRateLimitError } =
  Stripe.errors;

const raw = (statusCode: number, message: string, code?: string) =>
  ({ statusCode, message, code, type: "invalid_request_error" }) as never;
const DENIED =
  "Permission denied. The provided key 'rk_test_***' does not have the required permissions for this endpoint on account 'acct_1A'.";

/** The errors that the SDK throws, by what happened. */
const errors = {
  gone: new StripeInvalidRequestError(raw(404, "No such webhook endpoint: 'we_1'", "resource_missing")),
  otherMode: new StripeInvalidRequestError(
    raw(
      404,
      "No such webhook endpoint: 'we_1'; a similar object exists in live mode, but a test mode key was used to make this request.",
      "resource_missing",
    ),
  ),
  wrongKey: new StripeAuthenticationError(
    raw(401, `Invalid API Key provided: ${fakeKey("sk", "test", "x")}`),
  ),
  expiredKey: new StripeAuthenticationError(raw(401, "Expired API Key provided", "api_key_expired")),
  publishableKey: new StripeInvalidRequestError(raw(400, "Use a secret key", "secret_key_required")),
  denied: new StripePermissionError(
    raw(
      403,
      `${DENIED} Enabling Webhook Endpoints, Event Destinations Write ('webhook_write') permissions on this key would allow this request to continue.`,
    ),
  ),
  deniedOnce: new StripePermissionError(
    raw(403, "Having the 'rak_webhook_write' permission would allow this request to continue."),
  ),
  deniedSilently: new StripePermissionError(raw(403, "Forbidden")),
  otherAddress: new StripePermissionError(
    raw(403, "The API key provided does not allow requests from your IP address."),
  ),
  limit: new StripeInvalidRequestError(
    raw(400, "You have reached the maximum of 16 test webhook endpoints."),
  ),
  badEvent: new StripeInvalidRequestError(
    raw(400, "Invalid enabled_events[0]: must be one of charge.failed"),
  ),
  keyReused: new StripeIdempotencyError(raw(400, "Keys for idempotent requests can only be used …")),
  keyInFlight: new StripeAPIError(raw(409, "There is another request", "idempotency_key_in_use")),
  rateLimit: new StripeRateLimitError(raw(429, "Too many requests", "rate_limit")),
  lock: new StripeRateLimitError(raw(429, "This object cannot be accessed right now", "lock_timeout")),
  broken: new StripeAPIError(raw(500, "An unknown error occurred")),
  overloaded: new StripeAPIError(raw(503, "Service unavailable")),
  noAnswer: new StripeConnectionError({
    message: "An error occurred with our connection to Stripe.",
  } as never),
};

const context = { action: "read the endpoint", keyLabel: "stripeDeployKey", endpointId: "we_1" };
const messageFor = (error: unknown, keyLabel = context.keyLabel) =>
  stripeUserError(error, { ...context, keyLabel }).message;

it.each([
  ["an unknown endpoint", errors.gone, "endpoint-gone"],
  ["an endpoint of the other mode", errors.otherMode, "endpoint-in-other-mode"],
  ["a wrong key", errors.wrongKey, "key-refused"],
  ["an expired key", errors.expiredKey, "key-refused"],
  ["a publishable key", errors.publishableKey, "key-refused"],
  ["a missing permission", errors.denied, "permission-missing"],
  ["a key for other IP addresses", errors.otherAddress, "key-address-refused"],
  ["the limit of endpoints", errors.limit, "endpoint-limit-reached"],
  ["a wrong parameter", errors.badEvent, "stripe-refused"],
  ["an idempotency key used twice", errors.keyReused, "stripe-refused"],
  ["too many requests", errors.rateLimit, "stripe-rate-limited"],
  ["a request of the same idempotency key in flight", errors.keyInFlight, "stripe-unavailable"],
  ["a lock", errors.lock, "stripe-unavailable"],
  ["an internal error", errors.broken, "stripe-unavailable"],
  ["an overload", errors.overloaded, "stripe-unavailable"],
  ["no answer", errors.noAnswer, "stripe-unavailable"],
])("%s has its own code", (_, error, code) => {
  expect(stripeUserError(error, context).code).toBe(code);
});

it.each([
  ["too many requests", errors.rateLimit, true],
  ["a lock", errors.lock, true],
  ["a request of the same idempotency key in flight", errors.keyInFlight, true],
  ["an internal error", errors.broken, true],
  ["an overload", errors.overloaded, true],
  ["no answer", errors.noAnswer, true],
  ["an unknown endpoint", errors.gone, false],
  ["a wrong key", errors.wrongKey, false],
  ["a missing permission", errors.denied, false],
  ["a key for other IP addresses", errors.otherAddress, false],
  ["the limit of endpoints", errors.limit, false],
  ["an idempotency key used twice", errors.keyReused, false],
  ["a bug of ours", new TypeError("x is not a function"), false],
])("after %s a retry makes sense: %p", (_, error, makesSense) => {
  expect(isTransient(error)).toBe(makesSense);
});

describe("the message", () => {
  it("names the permission that is missing", () => {
    expect(messageFor(errors.denied)).toMatchInlineSnapshot(`
"permission-missing: could not read the endpoint: the key lacks a permission. Stripe says: Permission denied. The provided key 'rk_test_[redacted]' does not have the required permissions for this endpoint on account 'acct_1A'. Enabling Webhook Endpoints, Event Destinations Write ('webhook_write') permissions on this key would allow this request to continue.
  where  we_1, key stripeDeployKey
  next   https://dashboard.stripe.com/apikeys   (give the key the permission webhook_write)
  or     pulumi config set --secret plenigo-stripe:stripeDeployKey   (a key that works)"
`);
  });

  it("names the permission as Stripe once called it", () => {
    expect(messageFor(errors.deniedOnce)).toContain(
      "next   https://dashboard.stripe.com/apikeys   (give the key the permission rak_webhook_write)",
    );
  });

  it("names the permission that we need when Stripe names none", () => {
    expect(messageFor(errors.deniedSilently)).toContain(
      "(give the key the permission Webhook Endpoints: Write)",
    );
  });

  it("never repeats the key that Stripe repeats", () => {
    expect(messageFor(errors.wrongKey)).toMatchInlineSnapshot(`
"key-refused: could not read the endpoint: Stripe refuses the key. Stripe says: Invalid API Key provided: sk_test_[redacted]
  where  we_1, key stripeDeployKey
  next   pulumi config set --secret plenigo-stripe:stripeDeployKey   (a key that works)"
`);
  });

  it("tells how to set a key of the environment", () => {
    expect(messageFor(errors.wrongKey, "STRIPE_API_KEY")).toContain(
      "export STRIPE_API_KEY=…   (a key that works)",
    );
  });

  it("tells the other mode's endpoint from one that is gone", () => {
    expect(messageFor(errors.otherMode)).toMatchInlineSnapshot(`
"endpoint-in-other-mode: could not read the endpoint: it exists in Stripe's other mode only. Stripe says: No such webhook endpoint: 'we_1'; a similar object exists in live mode, but a test mode key was used to make this request.
  where  we_1, key stripeDeployKey
  next   pulumi config set --secret plenigo-stripe:stripeDeployKey   (a key of the endpoint's mode)"
`);
    expect(messageFor(errors.gone)).toMatchInlineSnapshot(`
"endpoint-gone: could not read the endpoint: there is no such endpoint. Stripe says: No such webhook endpoint: 'we_1'
  where  we_1, key stripeDeployKey
  next   run the same command again; it looks anew at what there is"
`);
  });

  it("asks for patience when Stripe gives no proper answer", () => {
    expect(messageFor(errors.noAnswer)).toMatchInlineSnapshot(`
"stripe-unavailable: could not read the endpoint: Stripe did not answer properly, also when asked again. Stripe says: An error occurred with our connection to Stripe.
  where  we_1, key stripeDeployKey
  next   run the same command again
  or     https://status.stripe.com   (tells of outages)"
`);
  });

  it("leaves out the endpoint where there is none", () => {
    const { message } = stripeUserError(errors.badEvent, {
      action: "create the endpoint",
      keyLabel: "stripeSecretKey",
    });
    expect(message).toMatchInlineSnapshot(`
"stripe-refused: could not create the endpoint: Stripe refused the request. Stripe says: Invalid enabled_events[0]: must be one of charge.failed
  where  key stripeSecretKey"
`);
  });
});

it.each([
  ["in a refusal", errors.denied, "acct_1A"],
  ["nowhere else", errors.wrongKey, undefined],
  ["without quotes too", new Error("on account acct_1B."), "acct_1B"],
])("the account is found %s", (_, error, account) => {
  expect(accountNamedIn(error)).toBe(account);
});

it("sends a key that is restricted to IP addresses to them, and asks for no permission", () => {
  const message = messageFor(errors.otherAddress);
  expect(message).toContain("the key is restricted to IP addresses, and this machine has another one");
  expect(message).toContain("Manage IP restrictions");
  expect(message).not.toContain("permission");
});
