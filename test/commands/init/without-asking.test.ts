import { fakeSigningSecret } from "../../../sandbox/emulators/stripe/fake-keys";
import { UserError } from "../../../src/errors";
import { companyId, stackFileText } from "../../support/project-folder";
import { AWS_ACCOUNT } from "../../support/tenant";
import {
  acme,
  acmeLive,
  acmeValues,
  RememberedEngine,
  setUp,
  stranger,
  stripe,
  useServices,
} from "./setup-fixture";

useServices();

const complete = {
  "aws:maxRetries": "5",
  "plenigo-stripe:companyId": acme.companyId,
  "plenigo-stripe:stripePublishableKey": acme.publishableKey,
  "plenigo-stripe:stripeSecretKey": acme.secretKey,
  "plenigo-stripe:stripeAccountId": acme.accountId,
  "aws:region": "eu-central-1",
  "aws:allowedAccountIds": [AWS_ACCOUNT],
};

describe("a set-up with everything given", () => {
  it("makes the stack, and takes account, region and AWS account from where they are known", async () => {
    const { stacks, engine, error } = await setUp({ request: { name: "acme", given: acmeValues() } });
    expect([error, stacks, engine.names]).toEqual([undefined, ["acme.stage"], ["acme.stage"]]);
    expect(engine.config["acme.stage"]).toEqual(complete);
    expect(stripe.calls.concat().filter(({ isWrite }) => isWrite)).toEqual([]);
  });

  it.each([
    ["nothing", undefined, undefined, "stage"],
    ["a tenant", "acme", undefined, "acme.stage"],
    ["a stack", "acme.stage", undefined, "acme.stage"],
    ["an environment", undefined, "stage", "stage"],
    ["the stack stage", "stage", undefined, "stage"],
    ["a tenant with dots", "acme.de", "stage", "acme.de.stage"],
  ] as const)("called with %s, works on the stack that it means", async (_, name, environment, stack) => {
    const { engine } = await setUp({ request: { name, environment, given: acmeValues() } });
    expect(engine.names).toEqual([stack]);
  });

  it("hands over no keys for an account that is linked by Stripe Connect", async () => {
    const given = acmeValues({
      stripePublishableKey: undefined,
      stripeSecretKey: undefined,
      stripeDeployKey: acme.secretKey,
    });
    const { engine, error } = await setUp({ request: { given, isConnect: true } });
    expect(error).toBeUndefined();
    expect(Object.keys(engine.config.stage ?? {})).not.toContain("plenigo-stripe:stripeSecretKey");
  });

  it("asks neither Stripe nor AWS when it is offline", async () => {
    const given = {
      ...acmeValues({ stripeAccountId: acme.accountId }),
      "aws:allowedAccountIds": `["${AWS_ACCOUNT}"]`,
    };
    const { engine, error } = await setUp({ request: { given }, isOffline: true });
    expect([error, engine.config.stage, stripe.calls]).toEqual([undefined, complete, []]);
  });
});

describe("a set-up that is refused writes nothing", () => {
  it("names every value that is missing or wrong at once, with its option and where it is found", async () => {
    const given = acmeValues({ companyId: "too short", stripeSecretKey: undefined });
    const { error, engine } = await setUp({ request: { given } });
    expect(error?.message).toMatch(/^config-invalid: 2 values of stack stage must be given or fixed:/);
    expect(error?.message).toMatch(/companyId must be .*\n +--company-id ID {3}\(plenigo's stage/);
    expect(error?.message).toMatch(/stripeSecretKey is missing.*\n +--secret-key-stdin {3}\(https:/);
    expect([engine.names, stripe.calls]).toEqual([[], []]);
  });

  it.each([
    [
      "a live key on stage",
      { stripeSecretKey: acmeLive.secretKey },
      "config-invalid",
      /is a live key, but this stack is stage/,
    ],
    [
      "a publishable key as the secret one",
      { stripeSecretKey: acme.publishableKey },
      "config-invalid",
      /is a publishable key/,
    ],
    [
      "a key of another account than is said",
      { stripeSecretKey: stranger.key, stripeAccountId: acme.accountId },
      "account-mismatch",
      /--account says acct_/,
    ],
    [
      "a key that Stripe does not know",
      { stripeSecretKey: `${acme.secretKey}x` },
      "key-refused",
      /Stripe refuses the key/,
    ],
  ])("%s", async (_, changes, code, message) => {
    const { error, engine } = await setUp({ request: { given: acmeValues(changes) } });
    expect(error?.code).toBe(code);
    expect(error?.message).toMatch(message);
    expect(error?.message).toMatch(/Nothing was written/);
    expect(engine.names).toEqual([]);
  });

  it("a restricted key that may not list endpoints, naming the permission", async () => {
    const key = acme.secretKey.replace(/^sk/, "rk");
    stripe.addKey(acme.accountId, { key });
    const { error } = await setUp({ request: { given: acmeValues({ stripeSecretKey: key }) } });
    expect(error?.message).toMatch(
      /permission-missing: [\s\S]*give the key the permission [\s\S]*add --offline/,
    );
  });

  it("two keys of different accounts, naming both", async () => {
    const given = acmeValues({ stripeDeployKey: acme.secretKey, stripeSecretKey: stranger.key });
    const { error } = await setUp({ request: { given } });
    expect(error?.message).toMatch(
      `account-mismatch: stripeDeployKey is a key of account ${acme.accountId}, but stripeSecretKey is one of ${stranger.account}.`,
    );
  });

  it("an endpoint made by hand at plenigo's URL, with both ways out", async () => {
    const { id } = stripe.addEndpoint(acme.accountId, "test", {
      url: acme.inputs.url,
      enabled_events: ["*"],
    });
    const { error, engine } = await setUp({ request: { given: acmeValues() } });
    expect(error?.message).toMatch(
      new RegExp(`foreign-endpoint: [\\s\\S]*add --adopt-endpoint ${id} --adopt-signing-secret-stdin`),
    );
    expect(engine.names).toEqual([]);
  });

  it("a company id that another stack has", async () => {
    const files = { "Pulumi.other.stage.yaml": stackFileText(companyId(1)) };
    const { error } = await setUp({ files, request: { given: acmeValues({ companyId: companyId(1) }) } });
    expect(error?.message).toMatch(/companyId is that of stack other\.stage already/);
  });

  it("live before stage, unless its name is typed", async () => {
    const request = {
      name: "acme",
      environment: "live" as const,
      given: acmeValues({
        companyId: acmeLive.companyId,
        stripePublishableKey: acmeLive.publishableKey,
        stripeSecretKey: acmeLive.secretKey,
      }),
    };
    const { error } = await setUp({ request });
    expect(error?.message).toMatch(/confirmation-missing: [\s\S]*add --confirm acme\.live/);
    expect((await setUp({ request: { ...request, confirm: "acme.live" } })).stacks).toEqual(["acme.live"]);
  });

  it.each([
    [
      "a name that says another environment",
      { name: "acme.live", environment: "stage" as const },
      /acme\.live is a stack of live/,
    ],
    ["a name that Pulumi does not take", { name: "ac me" }, /letters, digits/],
  ])("%s", async (_, request, message) => {
    expect((await setUp({ request })).error?.message).toMatch(message);
  });

  it("a passphrase that is missing, before anything else", async () => {
    const { error } = await setUp({ variables: { PULUMI_CONFIG_PASSPHRASE: undefined } });
    expect(error?.code).toBe("passphrase-missing");
  });

  it("no passphrase is wanted on Pulumi Cloud, nor with a KMS key", async () => {
    const engine = new RememberedEngine();
    engine.url = "https://api.pulumi.com";
    const variables = { PULUMI_CONFIG_PASSPHRASE: undefined };
    expect((await setUp({ engine, variables, request: { given: acmeValues() } })).error).toBeUndefined();
    const request = { given: acmeValues(), secretsProvider: "awskms:///alias/pulumi" };
    expect((await setUp({ variables, request })).error).toBeUndefined();
  });
});

describe("taking over an endpoint", () => {
  it("stores its id and signing secret", async () => {
    const { id, secret } = stripe.addEndpoint(acme.accountId, "test", {
      url: acme.inputs.url,
      enabled_events: ["*"],
    });
    const given = acmeValues({ adoptEndpointId: id, adoptSigningSecret: secret });
    const { engine } = await setUp({ request: { given } });
    expect(engine.config.stage).toMatchObject({ "plenigo-stripe:adoptEndpointId": id });
  });

  it("is refused where there is no such endpoint", async () => {
    const given = acmeValues({ adoptEndpointId: "we_1", adoptSigningSecret: fakeSigningSecret("adopted") });
    expect((await setUp({ request: { given } })).error?.code).toBe("adoption-refused");
  });
});

describe("a write that fails half-way", () => {
  it.each([
    ["makeStack", /Written: nothing\.\n {2}Not written: stack stage is made; /],
    [
      "setEncrypted",
      /Written: stack stage is made\.\n {2}Not written: plenigo-stripe:stripeSecretKey is encrypted; /,
    ],
    ["setPlain", /Written: .*stripeSecretKey is encrypted\.\n {2}Not written: .*companyId.*: set\./],
  ] as const)("in %s, tells what is written and what is not", async (fails, message) => {
    const engine = new RememberedEngine();
    engine.fails = fails;
    const { error } = await setUp({ engine, request: { given: acmeValues() } });
    expect(error?.message).toMatch(
      /^setup-incomplete: .*the disk is full[\s\S]*npx plenigo-stripe init stage/,
    );
    expect(error?.message).toMatch(message);
  });

  it("because of Ctrl-C, is told, too: the command outlives the engine's step", async () => {
    const engine = new RememberedEngine();
    const before = process.listenerCount("SIGINT");
    engine.setEncrypted = async () => {
      expect(process.emit("SIGINT")).toBe(true);
      expect(process.listenerCount("SIGINT")).toBe(before + 1);
      throw new UserError({ code: "engine-failed", what: "it was interrupted" });
    };
    const { error } = await setUp({ engine, request: { given: acmeValues() } });
    expect(error?.message).toMatch(/^setup-incomplete: [\s\S]*Written: stack stage is made\./);
    expect(process.listenerCount("SIGINT")).toBe(before);
  });
});
