import {
  fakeAccountId,
  fakeKey,
  fakeOrganizationKey,
  fakeSigningSecret,
} from "../../sandbox/emulators/stripe/fake-keys";
import { UserError } from "../../src/errors";
import { proveAccount, requireMode } from "../../src/stripe/account-guard";
import type { EndpointsApi } from "../../src/stripe/endpoints-api";

const testKey = fakeKey("sk", "test", "acme");
const declared = { environment: "stage", stripeAccountId: "acct_1declared" } as const;

/** Stripe as far as the guard may use it: everything but the account is a mistake. */
function stripe(accountId: () => Promise<string>, value = testKey, label = "stripeSecretKey"): EndpointsApi {
  return { key: { label, value }, accountId } as EndpointsApi;
}

async function refusal(api: EndpointsApi): Promise<{ code: string; message: string }> {
  const error = await proveAccount(api, declared).then(
    () => undefined,
    (refused: unknown) => refused,
  );
  expect(error).toBeInstanceOf(UserError);
  return error as UserError;
}

it("accepts a key of the declared account and mode", async () => {
  await expect(
    proveAccount(
      stripe(async () => "acct_1declared"),
      declared,
    ),
  ).resolves.toBeUndefined();
});

it("names both accounts when the key belongs to another one", async () => {
  const { message } = await refusal(stripe(async () => "acct_1other"));
  expect(message).toMatchInlineSnapshot(`
"account-mismatch: stripeSecretKey is a key of account acct_1other, but the stack declares acct_1declared. A sandbox of Stripe is an account of its own; plenigo needs a key of the account's own test mode, not of a sandbox.
  where  stripeAccountId, stripeSecretKey
  next   pulumi config set --secret plenigo-stripe:stripeSecretKey   (a test key of acct_1declared)
  or     pulumi config set plenigo-stripe:stripeAccountId acct_1other
  Nothing was written."
`);
});

// A sandbox's keys look like the account's own test keys; a live key can't be a sandbox's.
it("speaks of no sandbox where the stack is live", async () => {
  const live = { environment: "live", stripeAccountId: "acct_1declared" } as const;
  const api = stripe(async () => "acct_1other", fakeKey("sk", "live", "acme"));
  await expect(proveAccount(api, live)).rejects.toThrow(/declares acct_1declared\.$/m);
});

it("names the variable when the key comes from the environment", async () => {
  const { message } = await refusal(stripe(async () => "acct_1other", testKey, "STRIPE_API_KEY"));
  expect(message).toContain("  next   export STRIPE_API_KEY=…   (a test key of acct_1declared)");
});

it("does not trust a key that may not read its account", async () => {
  const denied = new UserError({ code: "permission-missing", what: "denied", state: "" });
  const { message } = await refusal(stripe(() => Promise.reject(denied), testKey, "stripeDeployKey"));
  expect(message).toMatchInlineSnapshot(`
"account-not-provable: Stripe does not let stripeDeployKey read its account, so that it can't be told whether it belongs to acct_1declared.
  where  stripeDeployKey
  next   give the restricted key the permission to read the account (rak_accounts_kyc_basic_read)
  Nothing was written."
`);
});

it.each(["key-refused", "stripe-unavailable", "stripe-rate-limited"] as const)(
  "passes on %s, which says nothing about the account",
  async (code) => {
    const error = new UserError({ code, what: "x" });
    await expect(
      proveAccount(
        stripe(() => Promise.reject(error)),
        declared,
      ),
    ).rejects.toBe(error);
  },
);

it("asks Stripe nothing with a key of the other mode", async () => {
  const accountId = jest.fn();
  const { code } = await refusal(stripe(accountId, fakeKey("sk", "live", "acme")));
  expect([code, accountId.mock.calls]).toEqual(["key-mode-mismatch", []]);
});

it("names an organization's key for what it is", () => {
  const key = { label: "stripeDeployKey", value: fakeOrganizationKey("x") };
  expect(() => requireMode(key, "live")).toThrow(
    "stripeDeployKey is an organization key, but plenigo needs the account's own secret key of live mode.",
  );
});

describe("the mode of a key", () => {
  const account = fakeAccountId("acme");

  it.each([
    ["a secret test key", "stage", testKey],
    ["a restricted test key", "stage", fakeKey("rk", "test", "acme")],
    ["a newer test key", "stage", fakeKey("sk", "test", "acme", account)],
    ["a secret live key", "live", fakeKey("sk", "live", "acme")],
    ["a restricted live key", "live", fakeKey("rk", "live", "acme", account)],
  ] as const)("fits: %s on %s", (_, environment, value) => {
    expect(() => requireMode({ label: "stripeSecretKey", value }, environment)).not.toThrow();
  });

  it.each([
    ["a live key on stage", "stage", fakeKey("sk", "live", "x"), "a secret key of live mode", "test"],
    ["a test key on live", "live", fakeKey("rk", "test", "x"), "a restricted key of test mode", "live"],
    ["a publishable key", "stage", fakeKey("pk", "test", "x"), "a publishable key of test mode", "test"],
    ["a signing secret", "stage", fakeSigningSecret("x"), "a signing secret", "test"],
    ["anything else", "live", "letmein", "not a Stripe key", "live"],
  ] as const)("is refused: %s", (_, environment, value, found, mode) => {
    const message = `key-mode-mismatch: stripeSecretKey is ${found}, but this stack is ${environment} (Stripe ${mode} mode).
  where  stripeSecretKey
  next   pulumi config set --secret plenigo-stripe:stripeSecretKey   (a ${mode} key)
  Nothing was written.`;
    const key = { label: "stripeSecretKey", value };
    expect(() => requireMode(key, environment)).toThrow(expect.objectContaining({ message }));
  });
});
