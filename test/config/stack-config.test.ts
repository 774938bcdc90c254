import { fakeKey } from "../../sandbox/emulators/stripe/fake-keys";
import { readStackConfig } from "../../src/config/stack-config";
import { configSource, faultsOf, refusalOf, type SourceChanges } from "../support/config-source";
import { AWS_ACCOUNT, tenant } from "../support/tenant";

const stage = tenant();
const live = tenant({ environment: "live" });
const read = (changes: SourceChanges = {}) => readStackConfig(configSource(changes));

describe("a valid configuration", () => {
  it.each([
    ["stage", stage, { recoveryWindowInDays: 0, protect: false }],
    ["live", live, { recoveryWindowInDays: 30, protect: true }],
  ])("of %s gets the defaults of its environment", (environment, of, defaults) => {
    const { config, warnings } = read({ of });
    expect(warnings).toEqual([]);
    expect(config).toEqual({
      environment,
      signingSecretGeneration: 1,
      companyId: of.companyId,
      stripeAccountId: of.accountId,
      stripePublishableKey: of.publishableKey,
      stripeSecretKey: of.secretKey,
      additionalEvents: [],
      secretReaders: [],
      region: "eu-central-1",
      allowedAccountIds: [AWS_ACCOUNT],
      ...defaults,
    });
  });

  it("keeps every value that is set", () => {
    const reader = `arn:aws:iam::${AWS_ACCOUNT}:role/plenigo`;
    const set = {
      additionalEvents: '["charge.refunded","charge.failed"]',
      apiVersion: "2026-10-28.endive",
      description: "Acme",
      kmsKeyId: "alias/plenigo",
      recoveryWindowInDays: "7",
      secretReaders: JSON.stringify([reader]),
      protect: "true",
    };
    expect(read({ set }).config).toMatchObject({
      additionalEvents: ["charge.refunded", "charge.failed"],
      apiVersion: "2026-10-28.endive",
      description: "Acme",
      kmsKeyId: "alias/plenigo",
      recoveryWindowInDays: 7,
      secretReaders: [reader],
      protect: true,
    });
  });

  it("keeps the letter case of the company id", () => {
    const companyId = "aBcDeFgHiJ0123456789";
    expect(read({ set: { companyId } }).config.companyId).toBe(companyId);
  });

  it("may unprotect a live secret and shorten its recovery window", () => {
    const { config } = read({ of: live, set: { protect: "false", recoveryWindowInDays: "0" } });
    expect(config).toMatchObject({ protect: false, recoveryWindowInDays: 0 });
  });

  it("never holds the deploy key, which is not stored for plenigo", () => {
    const deployKey = fakeKey("rk", "test", "deploy");
    const { config } = read({ set: { stripeDeployKey: deployKey } });
    expect(JSON.stringify(config).includes(deployKey)).toBe(false);
  });
});

describe("the environment", () => {
  it.each([
    ["is the stack's name", { stack: "stage" }],
    ["is the last part of the stack's name", { stack: "acme.stage" }],
    ["is what the key says when the name says nothing", { stack: "acme", set: { environment: "stage" } }],
    ["may be said twice", { stack: "acme.stage", set: { environment: "stage" } }],
  ] satisfies [string, SourceChanges][])("%s", (_, changes) => {
    expect(read(changes).config.environment).toBe("stage");
  });

  it.each([
    ["a name that says nothing", "acme", "acme"],
    ["an environment that is not the name's last part", "stage.acme", "stage.acme"],
    ["a name in capitals", "STAGE", "STAGE"],
  ])("must be set for %s", (_, stack) => {
    expect(faultsOf({ stack })).toEqual([
      {
        fault: `environment is missing: the stack's name ends in neither "stage" nor "live"`,
        next: `pulumi config set plenigo-stripe:environment stage --stack ${stack}`,
      },
    ]);
  });

  it("must not contradict the stack's name", () => {
    expect(faultsOf({ stack: "acme.stage", set: { environment: "live" } })).toEqual([
      {
        fault: "environment is live, but the stack's name says stage",
        next: "pulumi config rm plenigo-stripe:environment --stack acme.stage",
      },
    ]);
  });
});

describe("a key of the namespace that nobody knows", () => {
  it.each([
    [
      "misspelt",
      "additionalEvent",
      "additionalEvent is not a key of plenigo-stripe; did you mean additionalEvents?",
    ],
    [
      "in another letter case",
      "companyID",
      "companyID is not a key of plenigo-stripe; did you mean companyId?",
    ],
    ["unlike any other", "webhookColour", "webhookColour is not a key of plenigo-stripe"],
  ])("is refused when it is %s", (_, key, fault) => {
    const next = `pulumi config rm plenigo-stripe:${key} --stack stage`;
    expect(faultsOf({ set: { [key]: "x" } })).toEqual([{ fault, next }]);
  });

  it("is left alone in the namespaces of others", () => {
    expect(read({ set: { "aws:profile": "x", "acme-shop:companyID": "x" } }).warnings).toEqual([]);
  });
});

describe("several mistakes", () => {
  it("are told all at once, each with its command, and with the state of the world", () => {
    const set = {
      companyID: "x",
      companyId: undefined,
      stripeAccountId: "acme",
      stripeSecretKey: live.secretKey,
      additionalEvents: '["charge.refundde","*"]',
      recoveryWindowInDays: "3",
      "aws:region": undefined,
    };
    expect(refusalOf({ stack: "acme.stage", set })).toMatchInlineSnapshot(`
"config-invalid: 8 values of stack acme.stage must be fixed:
  companyID is not a key of plenigo-stripe; did you mean companyId?
      pulumi config rm plenigo-stripe:companyID --stack acme.stage
  companyId is missing
      pulumi config set plenigo-stripe:companyId COMPANY_ID --stack acme.stage
  stripeAccountId must be the Stripe account's id, acct_…
      pulumi config set plenigo-stripe:stripeAccountId acct_… --stack acme.stage
  recoveryWindowInDays must be 0 or 7 to 30 days
      pulumi config set plenigo-stripe:recoveryWindowInDays 30 --stack acme.stage
  aws:region is missing
      pulumi config set aws:region eu-central-1 --stack acme.stage
  stripeSecretKey is a live key, but this stack is stage (Stripe test mode)
      pulumi config set --secret plenigo-stripe:stripeSecretKey --stack acme.stage
  additionalEvents[0] is wrong: \`charge.refundde\` is not an event of Stripe; did you mean \`charge.refunded\`?
      pulumi config set --path 'plenigo-stripe:additionalEvents[0]' EVENT --stack acme.stage
  additionalEvents[1] is \`*\`: name the events, plenigo does not expect all of them
      pulumi config set --path 'plenigo-stripe:additionalEvents[1]' EVENT --stack acme.stage
  where  Pulumi.acme.stage.yaml
  Nothing was written."
`);
  });

  it("are counted as one when there is one", () => {
    expect(refusalOf({ set: { companyId: undefined } })).toMatchInlineSnapshot(`
"config-invalid: one value of stack stage must be fixed:
  companyId is missing
      pulumi config set plenigo-stripe:companyId COMPANY_ID --stack stage
  where  Pulumi.stage.yaml
  Nothing was written."
`);
  });
});

// A program of one's own has a project of another name: there the short key is one that nobody reads.
describe("whatever project's program it is", () => {
  it.each([
    [
      "a value",
      { companyId: undefined },
      "pulumi config set plenigo-stripe:companyId COMPANY_ID --stack stage",
    ],
    [
      "an encrypted value",
      { stripeSecretKey: stage.publishableKey },
      "pulumi config set --secret plenigo-stripe:stripeSecretKey --stack stage",
    ],
    [
      "an item of a list",
      { additionalEvents: '["charge.refunded","*"]' },
      "pulumi config set --path 'plenigo-stripe:additionalEvents[1]' EVENT --stack stage",
    ],
    ["an unknown key", { companyID: "x" }, "pulumi config rm plenigo-stripe:companyID --stack stage"],
    [
      "a value of AWS",
      { "aws:region": undefined },
      "pulumi config set aws:region eu-central-1 --stack stage",
    ],
  ])("the command names the full key for %s", (_, set, next) => {
    expect(faultsOf({ set })).toEqual([{ fault: expect.any(String), next }]);
  });
});
