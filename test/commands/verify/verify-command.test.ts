import { fakeKey, fakeSigningSecret } from "../../../sandbox/emulators/stripe/fake-keys";
import { type ProvisionedStack, provisionedStack } from "../../support/provisioned-stack";
import { documentOf } from "../../support/schema";

/** Runs `verify`, and fails if a secret is printed. */
async function verify(stack: ProvisionedStack, ...flags: readonly string[]) {
  const result = await stack.cli("verify", "--stack", stack.stack, ...flags);
  expect(result.stdout + result.stderr).not.toMatch(/(?:sk|rk)_(?:test|live)_\w{4}|whsec_\w{4}/);
  return result;
}

async function entered(stack: ProvisionedStack, secret = stack.endpoint.secret): Promise<ProvisionedStack> {
  await stack.plenigo.enter(stack.who.companyId, secret);
  return stack;
}

it("ends with 0 and says so when plenigo takes the events, with progress on standard error", async () => {
  const stack = await entered(await provisionedStack());
  const { code, stdout, stderr } = await verify(stack);
  expect(stdout).toMatch(
    /^✓ acme\.stage: plenigo takes the events\n {2}we_\w+ {2}https:.*\n✓ payment_intent\.created evt_\w+\n✓ payment_intent\.canceled evt_\w+\n$/,
  );
  expect(stderr).toMatch(
    /^· Reading the endpoints …\n· Making a PaymentIntent and cancelling it …\n· Waiting until plenigo/,
  );
  expect(code).toBe(0);
});

it("ends with 7 and names what to do when the signing secret is wrong", async () => {
  const stack = await entered(await provisionedStack(), fakeSigningSecret("wrong"));
  const { code, stdout } = await verify(stack, "--timeout", "1");
  expect(stdout).toMatch(
    /^✗ acme\.stage: plenigo does not get or take the events[\s\S]*✗ plenigo has not taken payment_intent\.created[^\n]*\n {2}next {2}npx plenigo-stripe handover --reveal --stack acme\.stage {3}\([^\n]*\n {2}or {4}https:\/\/dashboard\.stripe\.com\/test\/webhooks\/we_/,
  );
  expect(code).toBe(7);
});

// The person who enters the secret is no engineer, and the messages were in English alone.
it("says in German what it found and what to do", async () => {
  const stack = await entered(await provisionedStack(), fakeSigningSecret("wrong"));
  const { stdout, stderr } = await verify(stack, "--timeout", "1", "--lang", "de");
  expect(stdout).toMatch(
    /^✗ acme\.stage: plenigo erhält die Ereignisse nicht oder nimmt sie nicht an[\s\S]*✗ plenigo hat payment_intent\.created \(evt_\w+\) nicht angenommen[^\n]*\n {2}weiter {2}npx plenigo-stripe handover --reveal --stack acme\.stage {3}\(zeigt die fünf Angaben/,
  );
  expect(stderr).toMatch(/^· Endpunkte werden gelesen …\n[\s\S]*\(0 von 2\) … 0\/1 s\n/);
});

it.each([
  ["delivered", 0, (stack: ProvisionedStack) => entered(stack), "delivered"],
  ["not taken", 7, async (stack: ProvisionedStack) => stack, "not-delivered"],
])("prints one document of its schema with --json: %s", async (_, code, prepare, status) => {
  const stack = await prepare(await provisionedStack());
  const result = await verify(stack, "--json", "--timeout", "1");
  const document = documentOf(result.stdout, "verify-report");
  expect([result.code, document.status, document.webhookEndpointId]).toEqual([
    code,
    status,
    stack.endpoint.id,
  ]);
});

it("proves nothing on live before something has happened, makes nothing, and ends with 7", async () => {
  const stack = await entered(await provisionedStack({ environment: "live" }));
  const { code, stdout } = await verify(stack, "--json");
  expect([code, documentOf(stdout, "verify-report").status]).toEqual([7, "no-events"]);
  expect(stack.stripe.calls.filter(({ isWrite }) => isWrite)).toEqual([]);
});

describe("what stands in the way", () => {
  it("is a restricted key that may not make payments; exit code 1", async () => {
    const stack = await provisionedStack();
    const key = fakeKey("rk", "test", "reader");
    stack.stripe.addKey(stack.who.accountId, { key, permissions: ["webhook_read", "event_read"] });
    stack.env.STRIPE_API_KEY = key;
    const { code, stderr } = await verify(stack);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /permission-missing: could not create a PaymentIntent[\s\S]*https:[^\n]*payment_intent_write/,
    );
  });

  it("is that the account has no key, since it is linked by Stripe Connect", async () => {
    const stack = await provisionedStack();
    await stack.store({ stripeSecretKey: undefined, stripePublishableKey: undefined });
    const { code, stderr } = await verify(stack);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^key-missing: [^\n]*Stripe Connect[\s\S]*export STRIPE_API_KEY/),
    ]);
  });

  it("is a live key for a stage stack, before any payment is made", async () => {
    const stack = await provisionedStack();
    stack.env.STRIPE_API_KEY = fakeKey("sk", "live", "acme");
    const { code, stderr } = await verify(stack);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^key-mode-mismatch: STRIPE_API_KEY/)]);
    expect(stack.stripe.calls).toEqual([]);
  });

  it("is Stripe that does not answer", async () => {
    const stack = await provisionedStack();
    await stack.stripe.close();
    const { code, stderr } = await verify(stack);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^stripe-unavailable: /)]);
  });

  it.each(["0", "soon", "1.5", "3601"])("is a time that is none: %s; exit code 2", async (timeout) => {
    const stack = await provisionedStack();
    const { code, stderr } = await verify(stack, "--timeout", timeout);
    expect([code, stderr]).toEqual([2, expect.stringContaining("whole number from 1 to 3600")]);
  });
});

it.each(["verify", "handover"])("%s explains itself with examples", async (command) => {
  const stack = await provisionedStack();
  const { code, stdout } = await stack.cli(command, "--help");
  expect([code, stdout]).toEqual([
    0,
    expect.stringMatching(new RegExp(`Examples:\\n {2}plenigo-stripe ${command} --stack`)),
  ]);
});
