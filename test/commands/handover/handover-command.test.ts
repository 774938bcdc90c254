import { fakeKey } from "../../../sandbox/emulators/stripe/fake-keys";
import { type ProvisionedStack, provisionedStack } from "../../support/provisioned-stack";
import { documentOf } from "../../support/schema";

/** Fails if a key or signing secret of the stack is in the text. */
function expectNoSecret(text: string, { who, endpoint }: ProvisionedStack): void {
  expect([who.secretKey, endpoint.secret].filter((secret) => text.includes(secret))).toEqual([]);
  expect(text).not.toMatch(/(?:sk|rk)_(?:test|live)_\w{4}|whsec_\w{4}/);
}

/** Values that differ from test to test are written as their names. */
function withNames(text: string, { who, endpoint }: ProvisionedStack): string {
  const names: readonly (readonly [string, string])[] = [
    [who.secretKey, "SECRET_KEY"],
    [endpoint.secret, "SIGNING_SECRET"],
    [who.publishableKey, "PUBLISHABLE_KEY"],
    [endpoint.id, "we_NEW"],
    [who.accountId, "acct_ACME"],
    [who.companyId, "COMPANY"],
  ];
  return names.reduce((shown, [value, name]) => shown.replaceAll(value, name), text);
}

describe("the five values", () => {
  it("stand in the order of plenigo's form, secrets hidden, with what comes then", async () => {
    const stack = await provisionedStack();
    const { code, stdout, stderr } = await stack.cli("handover", "--stack", "acme.stage");
    expect([code, stderr]).toEqual([0, ""]);
    expectNoSecret(stdout, stack);
    expect(withNames(stdout, stack)).toMatchInlineSnapshot(`
"Hand-over of stack acme.stage to plenigo's stage system
  Merchant Backend: Settings > Financial > Payment Methods > Payment transactions (PSP Stripe) > Stripe
  plenigo has no API for this: a person enters the values in the form.

  1  Stripe Account UniqueID  acct_ACME
  2  Publishable key          PUBLISHABLE_KEY
  3  Secret key               sk_test_… (99 more characters)
  4  Webhook                  we_NEW  (its address: https://callbacks.plenigo-stage.com/callbacks/v1.0/stripe/COMPANY)
  5  Signing secret           whsec_… (32 more characters)

· The secrets are hidden; npx plenigo-stripe handover --reveal --stack acme.stage shows them.
Then:
  1. npx plenigo-stripe handover --done --stack acme.stage   (marks the endpoint as handed over)
  2. npx plenigo-stripe verify --stack acme.stage   (proves that events arrive)
"
`);
  });

  it("stand there in German, with the terms of plenigo's backend", async () => {
    const stack = await provisionedStack();
    const { stdout } = await stack.cli("handover", "--stack", "acme.stage", "--lang", "de");
    expectNoSecret(stdout, stack);
    expect(withNames(stdout, stack)).toMatchInlineSnapshot(`
"Übergabe des Stacks acme.stage an das Stage-System von plenigo
  Merchant Backend: Einstellungen > Zahlungsarten > Zahlungsverkehr (PSP Stripe) > Stripe
  (englisch: Settings > Financial > Payment Methods > Payment transactions > Stripe)
  plenigo bietet dafür keine Schnittstelle: Tragen Sie die Angaben von Hand in das Formular ein.

  1  Stripe Account UniqueID       acct_ACME
  2  Veröffentlichbarer Schlüssel  PUBLISHABLE_KEY
  3  Geheimschlüssel               sk_test_… (99 weitere Zeichen)
  4  Webhook                       we_NEW  (Adresse: https://callbacks.plenigo-stage.com/callbacks/v1.0/stripe/COMPANY)
  5  Geheimschlüssel für Signatur  whsec_… (32 weitere Zeichen)

· Die geheimen Werte sind ausgeblendet; npx plenigo-stripe handover --reveal --stack acme.stage zeigt sie an.
Danach:
  1. npx plenigo-stripe handover --done --stack acme.stage   (vermerkt den Endpunkt als übergeben)
  2. npx plenigo-stripe verify --stack acme.stage   (prüft, ob Ereignisse ankommen)
"
`);
  });

  it("are shown whole with --reveal and, where no terminal reads them, --yes", async () => {
    const stack = await provisionedStack();
    const { code, stdout } = await stack.cli("handover", "--stack", "acme.stage", "--reveal", "--yes");
    expect(code).toBe(0);
    expect(withNames(stdout, stack)).toMatch(
      /3 {2}Secret key +SECRET_KEY\n[\s\S]*5 {2}Signing secret +SIGNING_SECRET\n/,
    );
  });

  it("are not read with --reveal alone where no terminal is", async () => {
    const stack = await provisionedStack();
    const { code, stdout, stderr } = await stack.cli("handover", "--stack", "acme.stage", "--reveal");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^confirmation-missing: --reveal prints keys[\s\S]*add --yes/);
    expect(stack.aws.calls.map(({ operation }) => operation)).not.toContain("GetSecretValue");
  });

  it.each([
    [[], null, true],
    [["--reveal", "--yes"], "the secret", false],
  ])("are one JSON document with --json %p", async (flags, value, isHidden) => {
    const stack = await provisionedStack();
    const { stdout } = await stack.cli("handover", "--stack", "acme.stage", "--json", ...flags);
    const { records } = documentOf(stdout, "handover-report") as { records: Record<string, unknown>[] };
    expect(records.map(({ name }) => name)).toEqual([
      "stripeAccountId",
      "publishableKey",
      "secretKey",
      "webhook",
      "signingSecret",
    ]);
    expect(records[4]).toMatchObject({ value: value && stack.endpoint.secret, isHidden, action: "enter" });
  });
});

describe("in a rotation", () => {
  async function rotating() {
    const stack = await provisionedStack();
    const previous = stack.addEndpoint();
    await stack.store(stack.connection(stack.endpoint, previous));
    return { stack, previous };
  }

  it.each([
    [
      "en",
      /4 {2}Webhook +we_NEW .*<- change it\n {2}5 {2}Signing secret.*<- change it\n/,
      /replace the webhook we_OLD with we_NEW/,
    ],
    ["de", /5 {2}Geheimschlüssel für Signatur.*<- ändern\n/, /den Webhook we_OLD durch we_NEW ersetzen/],
  ])("it says in %s what to change, and in which order", async (lang, records, steps) => {
    const { stack, previous } = await rotating();
    const { stdout } = await stack.cli("handover", "--stack", "acme.stage", "--lang", lang);
    const shown = withNames(stdout, stack).replaceAll(previous.id, "we_OLD");
    expect(shown).toMatch(records);
    expect(shown).toMatch(steps);
    expect(shown).toMatch(/3\. npx plenigo-stripe handover --done[\s\S]*4\. npx plenigo-stripe rotate/);
    expectNoSecret(stdout, stack);
  });

  it("the document names both endpoints and what stays", async () => {
    const { stack, previous } = await rotating();
    const { stdout } = await stack.cli("handover", "--stack", "acme.stage", "--json");
    const { records, rotation } = documentOf(stdout, "handover-report");
    expect(rotation).toEqual({ from: previous.id, to: stack.endpoint.id });
    expect((records as { action: string }[]).map(({ action }) => action)).toEqual([
      "keep",
      "keep",
      "keep",
      "change",
      "change",
    ]);
  });
});

it.each([
  ["en", /Secret key +<- none: linked by Stripe Connect[\s\S]*plenigo gets no keys/],
  ["de", /Geheimschlüssel +<- entfällt: Anbindung über Stripe Connect[\s\S]*plenigo bekommt keine Schlüssel/],
])("says in %s that an account linked by Stripe Connect has no keys to hand over", async (lang, words) => {
  const stack = await provisionedStack();
  await stack.store({ stripeSecretKey: undefined, stripePublishableKey: undefined });
  const { stdout } = await stack.cli("handover", "--stack", "acme.stage", "--lang", lang);
  expect(stdout).toMatch(words);
});

describe("--done", () => {
  const markOf = ({ stripe, who, endpoint }: ProvisionedStack, mode: "test" | "live" = "test") =>
    stripe.endpoints(who.accountId, mode).find(({ id }) => id === endpoint.id)?.metadata;

  it("notes the time on the endpoint, and leaves all else as it is", async () => {
    const stack = await provisionedStack({ metadata: { owner: "someone" } });
    const { code, stdout } = await stack.cli("handover", "--stack", "acme.stage", "--done");
    expect([code, withNames(stdout, stack)]).toEqual([
      0,
      "✓ we_NEW is marked as handed over\n  next  npx plenigo-stripe verify --stack acme.stage\n",
    ]);
    expect(markOf(stack)).toEqual({ owner: "someone", plenigo_handed_over_at: expect.any(String) });
    expect(stack.stripe.calls.filter(({ isWrite }) => isWrite)).toHaveLength(1);
  });

  it("tells the time in the document", async () => {
    const stack = await provisionedStack();
    const { stdout } = await stack.cli("handover", "--stack", "acme.stage", "--done", "--json");
    const { markedAt } = documentOf(stdout, "handover-report");
    expect(markedAt).toBe(markOf(stack)?.plenigo_handed_over_at);
  });

  it.each([
    ["asks for the stack's name", [], 2, /^confirmation-missing: [\s\S]*add --confirm acme\.live/, false],
    ["is not answered by --yes", ["--yes"], 2, /^confirmation-missing/, false],
    ["is answered by the name", ["--confirm", "acme.live"], 0, /^$/, true],
  ])("on live %s", async (_, flags, code, words, isMarked) => {
    const stack = await provisionedStack({ environment: "live" });
    const result = await stack.cli("handover", "--stack", "acme.live", "--done", ...flags);
    expect(result.code).toBe(code);
    expect(result.stderr).toMatch(words);
    expect("plenigo_handed_over_at" in (markOf(stack, "live") ?? {})).toBe(isMarked);
  });

  it("marks nothing with a key of another account", async () => {
    const stack = await provisionedStack();
    const key = fakeKey("sk", "test", "other");
    stack.stripe.addAccount({ id: "acct_1other", keys: [{ key }] });
    stack.env.STRIPE_API_KEY = key;
    const { code, stderr } = await stack.cli("handover", "--stack", "acme.stage", "--done");
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^account-mismatch: STRIPE_API_KEY/)]);
    expect(markOf(stack)).toEqual({});
  });

  it("says what to do when the endpoint has gone", async () => {
    const stack = await provisionedStack();
    stack.stripe.deleteEndpoint(stack.endpoint.id);
    const { code, stderr } = await stack.cli("handover", "--stack", "acme.stage", "--done");
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^endpoint-gone: [\s\S]*pulumi up --stack acme\.stage/),
    ]);
  });

  it("names the permission that a restricted key lacks", async () => {
    const stack = await provisionedStack();
    const key = fakeKey("rk", "test", "reader");
    stack.stripe.addKey(stack.who.accountId, { key, permissions: ["webhook_read"] });
    stack.env.STRIPE_API_KEY = key;
    const { code, stderr } = await stack.cli("handover", "--stack", "acme.stage", "--done");
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^permission-missing: could not mark the endpoint[\s\S]*webhook_write/),
    ]);
  });
});

describe("what stands in the way", () => {
  it("is a stack that is not said", async () => {
    const stack = await provisionedStack();
    stack.env.PATH = "/nowhere";
    const { code, stderr } = await stack.cli("handover");
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/^stack-not-selected: [\s\S]*add --stack acme\.stage/),
    ]);
  });

  it("is a stack that is not provisioned yet", async () => {
    const stack = await provisionedStack({ isStored: false });
    const { code, stderr } = await stack.cli("handover", "--stack", "acme.stage");
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^connection-missing: [\s\S]*pulumi up --stack acme\.stage/),
    ]);
  });

  it("is a secret that AWS does not let one read", async () => {
    const stack = await provisionedStack();
    process.env.AWS_ACCESS_KEY_ID = "reader";
    const { code, stderr } = await stack.cli("handover", "--stack", "acme.stage");
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^connection-unreadable: [\s\S]*GetSecretValue/),
    ]);
  });

  it("is a language that there is not", async () => {
    const stack = await provisionedStack();
    const { code, stderr } = await stack.cli("handover", "--stack", "acme.stage", "--lang", "fr");
    expect([code, stderr]).toEqual([2, expect.stringMatching(/Allowed choices are de, en/)]);
  });
});
