import {
  fakeAccountId,
  fakeKey,
  fakeOrganizationKey,
  fakeSigningSecret,
} from "../../sandbox/emulators/stripe/fake-keys";
import { isSigningSecret, keyForm, seemsOfOtherAccount } from "../../src/stripe/keys";

const account = fakeAccountId("acme");

describe("the form of a credential", () => {
  it.each([
    ["a secret key", fakeKey("sk", "test", "x"), { kind: "secret", mode: "test" }],
    ["a live secret key", fakeKey("sk", "live", "x"), { kind: "secret", mode: "live" }],
    ["a restricted key", fakeKey("rk", "live", "x"), { kind: "restricted", mode: "live" }],
    ["a publishable key", fakeKey("pk", "test", "x", account), { kind: "publishable", mode: "test" }],
    ["a signing secret", fakeSigningSecret("x"), { kind: "signing secret" }],
    ["a key of an organization", fakeOrganizationKey("x"), { kind: "organization" }],
    ["one without a mode", `sk_org_${"a".repeat(24)}`, { kind: "organization" }],
    ["a key's prefix alone", "sk_test_", { kind: "unknown" }],
    ["a key with a blank", `${fakeKey("sk", "test", "x")} `, { kind: "unknown" }],
    ["a key in capitals", fakeKey("sk", "test", "x").toUpperCase(), { kind: "unknown" }],
    ["an account id", account, { kind: "unknown" }],
    ["nothing", "", { kind: "unknown" }],
  ])("is told for %s", (_, credential, form) => {
    expect(keyForm(credential)).toEqual(form);
  });
});

describe("a signing secret", () => {
  it.each([
    ["one of letters and digits", fakeSigningSecret("x"), true],
    ["one in base 64", `whsec_${"aB3+/".repeat(6)}==`, true],
    ["a short one", `whsec_${"a".repeat(15)}`, false],
    ["the prefix alone", "whsec_", false],
    ["one with a line end", `${fakeSigningSecret("x")}\n`, false],
    ["a key", fakeKey("sk", "test", "x"), false],
    ["an empty text", "", false],
    ["no text", null, false],
  ])("is recognised: %s", (_, text, isOne) => {
    expect(isSigningSecret(text)).toBe(isOne);
  });
});

describe("the account in a key", () => {
  it.each([
    ["seems right in a key of the account", fakeKey("pk", "test", "x", account), account, false],
    [
      "seems wrong in another account's key",
      fakeKey("pk", "test", "x", fakeAccountId("other")),
      account,
      true,
    ],
    ["tells nothing in an older key", `pk_test_${"a".repeat(24)}`, account, false],
    [
      "tells nothing for an older account",
      fakeKey("pk", "test", "x", account),
      "acct_032hU21aBcDeFgHi",
      false,
    ],
  ])("%s", (_, key, accountId, seemsWrong) => {
    expect(seemsOfOtherAccount(key, accountId)).toBe(seemsWrong);
  });
});
