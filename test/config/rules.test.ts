import {
  fakeAccountId,
  fakeKey,
  fakeOrganizationKey,
  fakeSigningSecret,
} from "../../sandbox/emulators/stripe/fake-keys";
import { readStackConfig } from "../../src/config/stack-config";
import { configSource, faultsOf, type SourceChanges } from "../support/config-source";
import { AWS_ACCOUNT, tenant } from "../support/tenant";

const acme = tenant();
const accept = (changes: SourceChanges) => readStackConfig(configSource(changes));
const noKeys = { stripePublishableKey: undefined, stripeSecretKey: undefined };
const restricted = fakeKey("rk", "test", "deploy");

describe("Stripe keys", () => {
  const SECRET = "a secret or restricted key is needed";
  const MODE = "but this stack is stage (Stripe test mode)";

  it.each([
    ["a publishable key", "stripeSecretKey", acme.publishableKey, `is a publishable key; ${SECRET}`],
    ["a signing secret", "stripeSecretKey", fakeSigningSecret("x"), `is a signing secret; ${SECRET}`],
    [
      "an organization's key",
      "stripeSecretKey",
      fakeOrganizationKey("x"),
      "is an organization key; plenigo needs the account's own secret or restricted key",
    ],
    ["anything else", "stripeSecretKey", "letmein", `is not a Stripe key; ${SECRET}`],
    ["a live key on stage", "stripeSecretKey", fakeKey("sk", "live", "x"), `is a live key, ${MODE}`],
    ["a publishable key", "stripeDeployKey", acme.publishableKey, `is a publishable key; ${SECRET}`],
    ["a signing secret", "stripeDeployKey", fakeSigningSecret("x"), `is a signing secret; ${SECRET}`],
    ["a live key on stage", "stripeDeployKey", fakeKey("rk", "live", "x"), `is a live key, ${MODE}`],
    ["a secret key", "stripePublishableKey", acme.secretKey, "is a secret key; a publishable key is needed"],
    [
      "a restricted key",
      "stripePublishableKey",
      restricted,
      "is a restricted key; a publishable key is needed",
    ],
    ["a live key on stage", "stripePublishableKey", fakeKey("pk", "live", "x"), `is a live key, ${MODE}`],
  ])("refuse %s as %s", (_, key, value, reason) => {
    const command =
      key === "stripePublishableKey"
        ? `set plenigo-stripe:${key} pk_…`
        : `set --secret plenigo-stripe:${key}`;
    const next = `pulumi config ${command} --stack stage`;
    expect(faultsOf({ set: { [key]: value } })).toEqual([{ fault: `${key} ${reason}`, next }]);
  });

  it("refuse a test key on live", () => {
    const of = tenant({ environment: "live" });
    expect(faultsOf({ of, set: { stripeSecretKey: acme.secretKey } })).toEqual([
      {
        fault: "stripeSecretKey is a test key, but this stack is live (Stripe live mode)",
        next: "pulumi config set --secret plenigo-stripe:stripeSecretKey --stack live",
      },
    ]);
  });

  it.each([
    ["a restricted key for plenigo", { stripeSecretKey: restricted }],
    ["a deploy key beside it", { stripeDeployKey: restricted }],
    ["an older key, which does not name its account", { stripeSecretKey: fakeKey("sk", "test", "old") }],
  ])("may be %s", (_, set) => {
    expect(accept({ set }).warnings).toEqual([]);
  });

  it("warn when the publishable key seems to belong to another account", () => {
    const stripePublishableKey = fakeKey("pk", "test", "x", fakeAccountId("other"));
    expect(accept({ set: { stripePublishableKey } }).warnings).toEqual([
      `stripePublishableKey seems to belong to another account than ${acme.accountId}; compare it with the account's API keys in Stripe.`,
    ]);
  });
});

describe("a tenant that is linked by Stripe Connect", () => {
  it.each([
    ["a deploy key", { set: { ...noKeys, stripeDeployKey: restricted } }],
    ["STRIPE_API_KEY", { set: noKeys, env: { STRIPE_API_KEY: restricted } }],
  ] satisfies [string, SourceChanges][])("leaves both keys out and is managed with %s", (_, changes) => {
    const { config, warnings } = accept(changes);
    expect([config.stripePublishableKey, config.stripeSecretKey, warnings]).toEqual([
      undefined,
      undefined,
      [],
    ]);
  });

  it.each([
    ["without any key", {}],
    ["with an empty STRIPE_API_KEY", { STRIPE_API_KEY: " " }],
  ])("can't be managed %s", (_, env) => {
    const why = "is missing (an account linked by Stripe Connect has neither key, but needs stripeDeployKey)";
    expect(faultsOf({ set: noKeys, env })).toEqual([
      {
        fault: `stripePublishableKey ${why}`,
        next: "pulumi config set plenigo-stripe:stripePublishableKey pk_… --stack stage",
      },
      {
        fault: `stripeSecretKey ${why}`,
        next: "pulumi config set --secret plenigo-stripe:stripeSecretKey --stack stage",
      },
    ]);
  });

  it.each([
    ["stripePublishableKey", "pulumi config set plenigo-stripe:stripePublishableKey pk_… --stack stage"],
    ["stripeSecretKey", "pulumi config set --secret plenigo-stripe:stripeSecretKey --stack stage"],
  ])("must not lack %s alone, not even with a deploy key", (key, next) => {
    const set = { [key]: undefined, stripeDeployKey: restricted };
    const fault = `${key} is missing: plenigo needs both keys, or none (Stripe Connect)`;
    expect(faultsOf({ set })).toEqual([{ fault, next }]);
  });
});

describe("additional events", () => {
  it.each([
    ["a letter case that no event has", "Charge.Refunded", "is not an event name (like charge.refunded)"],
    ["a pattern", "charge.*", "is not an event name (like charge.refunded)"],
    ["a word", "charge", "is not an event name (like charge.refunded)"],
    ["all events", "*", "is `*`: name the events, plenigo does not expect all of them"],
    // Named the suggestion alone, so that nobody saw which of many events was wrong.
    [
      "a typing error",
      "charge.refundd",
      "is wrong: `charge.refundd` is not an event of Stripe; did you mean `charge.refunded`?",
    ],
    [
      "a slip in a required event",
      "acount.updated",
      "is wrong: `acount.updated` is not an event of Stripe; did you mean `account.updated`?",
    ],
  ])("refuse %s, and name its place in the list", (_, event, reason) => {
    const additionalEvents = JSON.stringify(["charge.failed", event]);
    expect(faultsOf({ set: { additionalEvents } })).toEqual([
      {
        fault: `additionalEvents[1] ${reason}`,
        next: "pulumi config set --path 'plenigo-stripe:additionalEvents[1]' EVENT --stack stage",
      },
    ]);
  });

  it("pass an event on that the SDK does not know yet, with a warning", () => {
    const { config, warnings } = accept({ set: { additionalEvents: '["stablecoin.wallet.frozen"]' } });
    expect(config.additionalEvents).toEqual(["stablecoin.wallet.frozen"]);
    expect(warnings).toEqual([
      "additionalEvents: stablecoin.wallet.frozen is unknown to Stripe's SDK and passed on; check its spelling in Stripe's API reference.",
    ]);
  });
});

describe("readers of the connection secret", () => {
  const own = `arn:aws:iam::${AWS_ACCOUNT}:role/plenigo`;
  const foreign = "arn:aws:iam::210987654321:role/plenigo";

  it("of another AWS account need a KMS key of their own", () => {
    const secretReaders = JSON.stringify([own, foreign]);
    expect(faultsOf({ set: { secretReaders } })).toEqual([
      {
        fault: `kmsKeyId is missing: ${foreign} of another AWS account can't use the default key`,
        next: "pulumi config set plenigo-stripe:kmsKeyId arn:aws:kms:… --stack stage",
      },
    ]);
  });

  it.each([
    ["of another AWS account are accepted with a KMS key", { kmsKeyId: "alias/plenigo" }, [foreign]],
    ["of the own AWS account need no KMS key", {}, [own]],
    [
      "of the second allowed account need no KMS key",
      { "aws:allowedAccountIds": JSON.stringify([AWS_ACCOUNT, "210987654321"]) },
      [foreign],
    ],
  ])("%s", (_, set, readers) => {
    const { config } = accept({ set: { ...set, secretReaders: JSON.stringify(readers) } });
    expect(config.secretReaders).toEqual(readers);
  });
});

// Found by fuzz.test.ts: a value that is taken is shown in every preview.
it.each([
  ["description", (secret: string) => `made with ${secret}`],
  ["kmsKeyId", (secret: string) => secret],
  ["secretReaders", (secret: string) => JSON.stringify([`arn:aws:iam::${AWS_ACCOUNT}:role/${secret}`])],
])("a secret that was pasted into %s is refused and not repeated", (key, holding) => {
  const faults = faultsOf({ set: { [key]: holding(acme.secretKey) } });
  expect(faults.map(({ fault }) => fault)).toEqual([
    `${key} holds a Stripe key or signing secret, and everyone would see it`,
  ]);
});

// AWS does not name its own key when it describes a secret, so that its alias differed at each run.
it.each([
  ["its alias", "alias/aws/secretsmanager"],
  ["the ARN of its alias", "arn:aws:kms:eu-central-1:123456789012:alias/aws/secretsmanager"],
  ["the alias of another service's", "alias/aws/ebs"],
])("refuses AWS's own key as kmsKeyId: %s", (_, kmsKeyId) => {
  const readers = JSON.stringify(["arn:aws:iam::999999999999:role/reader"]);
  for (const set of [{ kmsKeyId }, { kmsKeyId, secretReaders: readers }])
    expect(faultsOf({ set })).toEqual([
      {
        fault:
          "kmsKeyId is an alias of a key of AWS itself; its own key for secrets is used where kmsKeyId is not set, and a reader of another account needs a key of yours",
        next: "pulumi config rm plenigo-stripe:kmsKeyId --stack stage",
      },
    ]);
});

it("accepts a key of the user's own whose alias only looks like AWS's", () => {
  expect(accept({ set: { kmsKeyId: "alias/awsome/aws/x" } }).warnings).toEqual([]);
});

describe("a list without bounds", () => {
  // 230,000 unknown events took 78 s of comparing each with all that Stripe has.
  it.each([
    ["additionalEvents", "charge.refundd", "holds more than 500 items"],
    ["secretReaders", "arn:aws:iam::123456789012:root", "holds more than 500 items"],
  ])("%s is refused as a whole, at once", (key, item, reason) => {
    const set = { [key]: JSON.stringify(Array.from({ length: 230_000 }, () => item)) };
    const start = performance.now();
    expect(faultsOf({ set }).map(({ fault }) => fault)).toEqual([`${key} ${reason}`]);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it("of mistakes ends in their number", () => {
    const set = { additionalEvents: JSON.stringify(Array.from({ length: 500 }, () => "charge.refundd")) };
    const faults = faultsOf({ set }).map(({ fault }) => fault);
    expect(faults).toHaveLength(21);
    expect(faults.at(-1)).toBe("additionalEvents has 480 more mistakes of this kind");
  });

  it("a name that no event has is refused by its length", () => {
    const set = { additionalEvents: JSON.stringify([`charge.${"x".repeat(100_000)}`]) };
    expect(faultsOf({ set }).map(({ fault }) => fault)).toEqual([
      "additionalEvents holds a name longer than 100 characters",
    ]);
  });
});

it("a command that takes a key out holds the key as one word, whatever the key is", () => {
  const set = { "plenigo-stripe:x; rm -rf '$HOME'": "1" };
  expect(faultsOf({ set })).toMatchObject([
    { next: `pulumi config rm 'plenigo-stripe:x; rm -rf '\\''$HOME'\\''' --stack stage` },
  ]);
});
describe("the AWS provider's own keys", () => {
  const local = JSON.stringify([{ secretsmanager: "http://127.0.0.1:4566", sts: "http://127.0.0.1:4566" }]);
  const elsewhere = JSON.stringify([{ secretsmanager: "https://secrets.example" }]);

  // They passed in silence, and would have sent the keys to another address.
  it.each([
    ["an address that is not AWS's", { "aws:endpoints": elsewhere }, "aws:endpoints"],
    [
      "an address that only begins like this machine's",
      { "aws:endpoints": '[{"sts":"http://127.0.0.1.example"}]' },
      "aws:endpoints",
    ],
    ["no proof of the account", { "aws:skipRequestingAccountId": "true" }, "aws:skipRequestingAccountId"],
    [
      "no proof of the credentials",
      { "aws:skipCredentialsValidation": "true" },
      "aws:skipCredentialsValidation",
    ],
  ])("refuse %s", (_, set, key) => {
    const [found, ...more] = faultsOf({ set });
    expect(found).toEqual({
      fault: expect.stringContaining(`${key} is refused: `),
      next: `pulumi config rm ${key} --stack stage`,
    });
    expect(more).toEqual([]);
  });

  it("may name an emulator on this machine, with what goes with it", () => {
    accept({ set: { "aws:endpoints": local, "aws:skipRequestingAccountId": "true" } });
  });
});
