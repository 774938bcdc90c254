import { fakeAccountId, fakeKey, fakeSigningSecret } from "../../../../sandbox/emulators/stripe/fake-keys";

it.each([
  ["a key", () => fakeKey("sk", "test", "acme"), /^sk_test_[A-Za-z0-9]{24}$/],
  ["a signing secret", () => fakeSigningSecret("acme"), /^whsec_[A-Za-z0-9]{32}$/],
  ["an account id", () => fakeAccountId("acme"), /^acct_1[A-Za-z0-9]{15}$/],
])("%s is shaped like Stripe's and the same each time", (_name, make, shape) => {
  expect(make()).toMatch(shape);
  expect(make()).toBe(make());
});

it("keys of another kind, mode or label differ", () => {
  const bodies = [
    fakeKey("sk", "test", "acme"),
    fakeKey("rk", "test", "acme"),
    fakeKey("sk", "live", "acme"),
    fakeKey("sk", "test", "other"),
  ].map((key) => key.slice("sk_test_".length));
  expect(new Set(bodies).size).toBe(4);
});

it("a newer key holds its account's id behind a 5", () => {
  const accountId = fakeAccountId("acme");
  const key = fakeKey("pk", "live", "acme", accountId);
  expect(key.startsWith(`pk_live_5${accountId.slice("acct_".length)}`)).toBe(true);
  expect(key).toHaveLength("pk_live_".length + 99);
});
