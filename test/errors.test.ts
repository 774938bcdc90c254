import { fakeKey, fakeOrganizationKey, fakeSigningSecret } from "../sandbox/emulators/stripe/fake-keys";
import { errorLines, messageOf, redact, UserError } from "../src/errors";
import { ownForStack, pulumi, setSecretConfig, setStripeKey, shell, textOfLines } from "../src/remedies";

describe("the message of a user's error", () => {
  const code = "key-refused";
  const what = "Stripe refuses the key.";

  it("tells what, where, each way on, and the state of the world", () => {
    const next = [setSecretConfig("stripeSecretKey"), setStripeKey("STRIPE_API_KEY")];
    const error = new UserError({
      code,
      what,
      where: "stripeSecretKey",
      next,
      state: "Endpoint we_1 exists.",
    });
    expect(error.message).toMatchInlineSnapshot(`
"key-refused: Stripe refuses the key.
  where  stripeSecretKey
  next   pulumi config set --secret plenigo-stripe:stripeSecretKey
  or     export STRIPE_API_KEY=…
  Endpoint we_1 exists."
`);
  });

  it("says that nothing was written unless told otherwise, and leaves out what is not there", () => {
    expect(new UserError({ code, what }).message).toMatchInlineSnapshot(`
"key-refused: Stripe refuses the key.
  Nothing was written."
`);
  });

  it("is silent about the state when that is unknown", () => {
    expect(new UserError({ code, what, state: "" }).message).toBe("key-refused: Stripe refuses the key.");
  });

  it("has the commands that work where it is read", () => {
    const error = new UserError({ code, what, next: [pulumi("up"), ownForStack("recover")] });
    expect(
      textOfLines(
        errorLines(error, { stack: "a.live", folder: "tenants", starter: "pnpm exec plenigo-stripe" }),
      ),
    ).toMatchInlineSnapshot(`
"key-refused: Stripe refuses the key.
  next   pulumi -C tenants up --stack a.live
  or     pnpm exec plenigo-stripe -C tenants recover --stack a.live
  Nothing was written."
`);
  });

  it("is for the stack that the error is about, not for the one that is selected", () => {
    const error = new UserError({ code, what, stack: "b.live", next: [pulumi("up")], state: "" });
    expect(textOfLines(errorLines(error, { stack: "a.live", starter: "npx plenigo-stripe" }))).toContain(
      "next   pulumi up --stack b.live",
    );
  });

  it("tells each fault with what fixes it", () => {
    const faults = [{ what: "one is missing", next: setSecretConfig("one") }, { what: "two is wrong" }];
    expect(new UserError({ code, what, faults, stack: "a.live", state: "" }).message).toMatchInlineSnapshot(`
"key-refused: Stripe refuses the key.
  one is missing
      pulumi config set --secret plenigo-stripe:one --stack a.live
  two is wrong"
`);
  });

  it("holds no secret, whichever part it came in", () => {
    const secret = fakeKey("sk", "live", "x");
    const parts = { code, what: secret, where: secret, next: [shell(secret)], state: secret } as const;
    const { message, stack } = new UserError(parts);
    expect([message, stack].some((text) => text?.includes(secret.slice(8)))).toBe(false);
    expect(message).toMatchInlineSnapshot(`
"key-refused: sk_live_[redacted]
  where  sk_live_[redacted]
  next   sk_live_[redacted]
  sk_live_[redacted]"
`);
  });

  it("keeps code and cause for programs", () => {
    const cause = new Error("socket hang up");
    const error = new UserError({ code, what, cause });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: "UserError", code, cause });
  });
});

describe("redaction", () => {
  it.each([
    ["a secret key", fakeKey("sk", "test", "x"), "sk_test_[redacted]"],
    ["a live secret key", fakeKey("sk", "live", "x"), "sk_live_[redacted]"],
    ["a restricted key", fakeKey("rk", "live", "x"), "rk_live_[redacted]"],
    ["a newer, long key", fakeKey("sk", "live", "x", "acct_1Ab2Cd3Ef4Gh5Ij6"), "sk_live_[redacted]"],
    ["an organization's key", fakeOrganizationKey("x"), "sk_org_live_[redacted]"],
    ["an organization's key without a mode", `sk_org_${"aB3".repeat(9)}`, "sk_org_[redacted]"],
    ["a key of a sandbox that nobody has claimed", `rkcs_test_${"aB3".repeat(9)}`, "rkcs_test_[redacted]"],
    ["a signing secret", fakeSigningSecret("x"), "whsec_[redacted]"],
    ["a signing secret in base 64", `whsec_${"aB3+/".repeat(6)}==`, "whsec_[redacted]"],
    ["a key that Stripe has masked itself", `sk_test_${"*".repeat(9)}c4aB`, "sk_test_[redacted]"],
  ])("takes out %s", (_, secret, shown) => {
    expect(redact(`Invalid API Key provided: ${secret}, try another`)).toBe(
      `Invalid API Key provided: ${shown}, try another`,
    );
  });

  it.each([
    ["in JSON", (secret: string) => JSON.stringify({ key: secret }), '{"key":"sk_live_[redacted]"}'],
    [
      "in JSON within JSON",
      (secret: string) => JSON.stringify(JSON.stringify([secret])),
      '"[\\"sk_live_[redacted]\\"]"',
    ],
    ["in a URL", (secret: string) => `/v1?key%3D${secret}&a=1`, "/v1?key%3Dsk_live_[redacted]&a=1"],
    ["after a word", (secret: string) => `old_${secret}`, "old_sk_live_[redacted]"],
    ["twice", (secret: string) => `${secret} ${secret}`, "sk_live_[redacted] sk_live_[redacted]"],
  ])("finds a key %s", (_, text, shown) => {
    expect(redact(text(fakeKey("sk", "live", "x")))).toBe(shown);
  });

  const parts = ["aB3".repeat(4), "cD4".repeat(4), "eF5".repeat(4)];
  it.each([
    ["of URLs", "%2B", "%2f", "%3D%3D"],
    ["of JSON", "\\u002b", "\\/", "\\u003d"],
    ["of JSON within JSON", "\\\\u002B", "\\\\/", "\\\\u003D"],
  ])("takes out a signing secret in base 64 with the escapes %s", (_, plus, slash, end) => {
    expect(redact(`"whsec_${parts.join(plus)}${slash}aB3${end}"`)).toBe('"whsec_[redacted]"');
  });

  it.each([
    ["publishable keys, which are public", fakeKey("pk", "live", "x")],
    ["ids", "acct_1Ab2Cd3Ef4Gh5Ij6 we_1Ab2Cd3Ef4Gh5Ij6"],
    ["prefixes that stand for a form", "a key like sk_test_… or whsec_…"],
  ])("leaves %s", (_, text) => {
    expect(redact(text)).toBe(text);
  });

  it.each([
    ["an error", new Error(fakeSigningSecret("x")), "whsec_[redacted]"],
    ["a text", fakeSigningSecret("x"), "whsec_[redacted]"],
    ["nothing", undefined, "undefined"],
  ])("covers the message of %s that was thrown", (_, thrown, message) => {
    expect(messageOf(thrown)).toBe(message);
  });
});
