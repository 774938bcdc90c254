import { fakeKey } from "../../../sandbox/emulators/stripe/fake-keys";
import { AWS_ACCOUNT, tenant } from "../../support/tenant";
import {
  acme,
  acmeLive,
  acmeValues,
  BACK,
  RememberedEngine,
  scripted,
  setUp,
  stranger,
  stripe,
  useServices,
} from "./setup-fixture";

useServices();

/** Answers of a person who sets up acme on stage; the account is told by Stripe, region and AWS account are proposed. */
const KEYS = ["keys", acme.publishableKey, acme.secretKey] as const;
const AWS = ["", ""] as const;
const WRITE = true;
const NO_LIVE = false;

const FOREIGN = fakeKey("pk", "test", "stranger", stranger.account);

/** A stage stack as an earlier set-up has left it. */
async function written() {
  const engine = new RememberedEngine();
  await setUp({ engine, request: { name: "acme", given: acmeValues() } });
  const config = engine.config["acme.stage"] ?? {};
  const lines = Object.entries(config).map(([key, value]) =>
    key.endsWith("SecretKey") ? `  ${key}: { secure: v1:a:b }` : `  ${key}: ${JSON.stringify(value)}`,
  );
  return {
    engine,
    files: { "Pulumi.acme.stage.yaml": `encryptionsalt: v1:salt\nconfig:\n${lines.join("\n")}\n` },
  };
}

describe("a person who sets up a tenant", () => {
  it("answers few questions, and is told where each value is found", async () => {
    const prompts = scripted(acme.companyId, ...KEYS, ...AWS, WRITE, NO_LIVE);
    const { stacks, said, engine } = await setUp({ prompts, request: { name: "acme" } });
    expect(stacks).toEqual(["acme.stage"]);
    expect(said).not.toMatch(/^(warning|failure)/m);
    expect(said).toMatch(/plenigo company id: plenigo's stage Merchant Backend/);
    expect(said).toMatch(/Stripe secret key for plenigo: https:\/\/dashboard\.stripe\.com\/test\/apikeys/);
    expect(said).toMatch(new RegExp(`ok Stripe: account ${acme.accountId}, test mode`));
    expect(engine.config["acme.stage"]).toMatchObject({
      "aws:region": "eu-central-1",
      "aws:allowedAccountIds": [AWS_ACCOUNT],
    });
  });

  it("hears at once what is wrong with an answer, and never sees a key", async () => {
    const prompts = scripted(
      "short",
      acme.companyId,
      "keys",
      acmeLive.publishableKey,
      ...KEYS.slice(1),
      ...AWS,
      WRITE,
      NO_LIVE,
    );
    const { said } = await setUp({ prompts });
    expect(prompts.asked.join("\n")).toMatch(
      /companyId must be .*\n[\s\S]*stripePublishableKey is a live key/,
    );
    expect(said).not.toContain(acme.secretKey);
  });

  it("types another key when Stripe refuses the first", async () => {
    const wrong = `${acme.secretKey}x`;
    const prompts = scripted(
      acme.companyId,
      "keys",
      acme.publishableKey,
      wrong,
      acme.secretKey,
      ...AWS,
      WRITE,
      NO_LIVE,
    );
    const { said, engine } = await setUp({ prompts });
    expect(said).toMatch(/failure key-refused: .*Stripe refuses the key/);
    expect(engine.config.stage).toMatchObject({ "plenigo-stripe:stripeSecretKey": acme.secretKey });
  });

  it("may go on while Stripe does not answer, and types the account id then", async () => {
    stripe.faults.push({
      matches: () => true,
      effect: { kind: "cut", processed: false },
      times: Number.POSITIVE_INFINITY,
    });
    const prompts = scripted(acme.companyId, ...KEYS, "on", acme.accountId, ...AWS, WRITE, NO_LIVE);
    const { said, engine } = await setUp({ prompts, variables: { PLENIGO_STRIPE_RETRY_BUDGET_MS: "300" } });
    expect(said).toMatch(/failure stripe-unavailable/);
    expect(engine.config.stage).toMatchObject({ "plenigo-stripe:stripeAccountId": acme.accountId });
  });

  it("takes over an endpoint that was made by hand", async () => {
    const { id, secret } = stripe.addEndpoint(acme.accountId, "test", {
      url: acme.inputs.url,
      enabled_events: ["*"],
    });
    const prompts = scripted(acme.companyId, ...KEYS, id, secret, ...AWS, WRITE, NO_LIVE);
    const { engine, said } = await setUp({ prompts });
    expect(engine.config.stage).toMatchObject({
      "plenigo-stripe:adoptEndpointId": id,
      "plenigo-stripe:adoptSigningSecret": secret,
    });
    expect(said).toMatch(
      new RegExp(`warning Endpoint ${id} delivers to https://callbacks\\.plenigo-stage\\.com/`),
    );
  });

  it("is told to delete the endpoint that is not taken over", async () => {
    const { id } = stripe.addEndpoint(acme.accountId, "test", {
      url: acme.inputs.url,
      enabled_events: ["*"],
    });
    const prompts = scripted(acme.companyId, ...KEYS, "", ...AWS, WRITE, NO_LIVE);
    expect((await setUp({ prompts })).said).toMatch(new RegExp(`Delete ${id} in Stripe before pulumi up`));
  });

  it("goes on with live right after stage", async () => {
    const live = [acmeLive.companyId, "keys", acmeLive.publishableKey, acmeLive.secretKey, ...AWS, WRITE];
    const prompts = scripted(acme.companyId, ...KEYS, ...AWS, WRITE, true, ...live);
    const { stacks, engine } = await setUp({ prompts, request: { name: "acme" } });
    expect(stacks).toEqual(["acme.stage", "acme.live"]);
    expect(engine.config["acme.live"]).toMatchObject({
      "plenigo-stripe:stripeSecretKey": acmeLive.secretKey,
    });
  });

  it("is asked why live should come first", async () => {
    const prompts = scripted(false);
    const { error } = await setUp({ prompts, request: { environment: "live" } });
    expect(prompts.asked[0]).toMatch(/Nothing is set up on stage yet.*Set up live first all the same\?/);
    expect(error?.code).toBe("cancelled");
  });

  it("is warned of AWS credentials of another account than is typed", async () => {
    const prompts = scripted(acme.companyId, ...KEYS, "", "999999999999", WRITE, NO_LIVE);
    expect((await setUp({ prompts })).said).toMatch(
      /warning The AWS credentials here are of account 123456789012/,
    );
  });

  // The warning scrolled away, and the key was written.
  it.each([
    ["another key", ["key", acme.publishableKey], acme.publishableKey],
    ["the same key, once it is compared", ["keep"], FOREIGN],
  ])(
    "is asked about a publishable key that seems to be of another account: %s",
    async (_, answers, written) => {
      const prompts = scripted(
        acme.companyId,
        "keys",
        FOREIGN,
        acme.secretKey,
        ...answers,
        ...AWS,
        WRITE,
        NO_LIVE,
      );
      const { said, engine } = await setUp({ prompts });
      expect(said).toMatch(/warning The publishable key seems to belong to another account than acct_/);
      expect(engine.config.stage).toMatchObject({ "plenigo-stripe:stripePublishableKey": written });
    },
  );

  // The key that Stripe had refused was offered to be kept.
  it("may not keep a key that Stripe has refused", async () => {
    const wrong = `${acme.secretKey}x`;
    const prompts = scripted(
      acme.companyId,
      "keys",
      acme.publishableKey,
      wrong,
      "",
      acme.secretKey,
      ...AWS,
      WRITE,
      NO_LIVE,
    );
    await setUp({ prompts });
    expect(prompts.asked.slice(3, 6)).toEqual([
      "Stripe secret key for plenigo",
      "Stripe secret key for plenigo: stripeSecretKey is empty",
      "Stripe secret key for plenigo",
    ]);
  });

  it("may try a key again that could not be proved", async () => {
    stripe.faults.push({ matches: () => true, effect: { kind: "cut", processed: false }, times: 100 });
    const answers = [...KEYS, "key", "", "on", acme.accountId, ...AWS, WRITE, NO_LIVE];
    const prompts = scripted(acme.companyId, ...answers);
    await setUp({ prompts, variables: { PLENIGO_STRIPE_RETRY_BUDGET_MS: "300" } });
    expect(prompts.asked).toContain("Stripe secret key for plenigo (empty: try the same one again)");
  });

  it("hears of a wrong option before any question", async () => {
    const prompts = scripted();
    const { error } = await setUp({ prompts, request: { given: acmeValues({ companyId: "short" }) } });
    expect([error?.code, prompts.asked]).toEqual(["config-invalid", []]);
  });

  it("is asked for all of live, since the options were meant for stage", async () => {
    const prompts = scripted(...AWS, WRITE, true, undefined);
    const { error, said } = await setUp({ prompts, request: { name: "acme", given: acmeValues() } });
    expect([error?.code, said.split("\n").at(-1)]).toEqual([
      "cancelled",
      expect.stringMatching(/plenigo's live Merchant/),
    ]);
  });

  it("is asked only for what was not given", async () => {
    const prompts = scripted(...AWS, WRITE, NO_LIVE);
    expect((await setUp({ prompts, request: { given: acmeValues() } })).error).toBeUndefined();
  });
});

describe("a person who goes back", () => {
  // A mistyped answer could be corrected only by starting anew.
  it("is asked the question before once more, and everything after it", async () => {
    const prompts = scripted("OTHERcompanyId000001", BACK, acme.companyId, ...KEYS, ...AWS, WRITE, NO_LIVE);
    const { engine } = await setUp({ prompts });
    expect(prompts.asked.filter((message) => message === "plenigo company id")).toHaveLength(2);
    expect(engine.config.stage).toMatchObject({ "plenigo-stripe:companyId": acme.companyId });
  });

  it("goes back over several questions, and past what Stripe was asked", async () => {
    const back = [BACK, BACK, BACK] as const;
    const prompts = scripted(
      acme.companyId,
      ...KEYS,
      ...back,
      "connect",
      acme.secretKey,
      ...AWS,
      WRITE,
      NO_LIVE,
    );
    const { engine, error } = await setUp({ prompts });
    expect(error).toBeUndefined();
    expect(engine.config.stage).not.toHaveProperty("plenigo-stripe:stripeSecretKey");
    expect(engine.config.stage).toMatchObject({ "plenigo-stripe:stripeDeployKey": acme.secretKey });
  });

  it("does not read again what stands on the screen already", async () => {
    const prompts = scripted(acme.companyId, ...KEYS, BACK, acme.secretKey, ...AWS, WRITE, NO_LIVE);
    const { said } = await setUp({ prompts });
    expect(said.match(/plenigo company id: plenigo's stage/g)).toHaveLength(1);
    expect(said).toMatch(/Escape goes back to the question before/);
  });

  it("ends it at the first question", async () => {
    const { error, engine } = await setUp({ prompts: scripted(BACK) });
    expect([error?.code, engine.names]).toEqual(["cancelled", []]);
  });
});

describe("after a destroyed rotation", () => {
  // init offered an adoption that the next update refused, since the file still counted generation 2.
  it("an endpoint that is taken over is counted as the first one", async () => {
    const { engine, files } = await written();
    const [[name, text] = ["", ""]] = Object.entries(files);
    const rotated = `${text}  plenigo-stripe:signingSecretGeneration: 2\n  plenigo-stripe:previousGeneration: removed\n`;
    Object.assign(engine.config["acme.stage"] ?? {}, {
      "plenigo-stripe:signingSecretGeneration": "2",
      "plenigo-stripe:previousGeneration": "removed",
    });
    const { id, secret } = stripe.addEndpoint(acme.accountId, "test", {
      url: acme.inputs.url,
      enabled_events: ["*"],
    });
    const prompts = scripted("stage", "", "keys", "", "", id, secret, "", "", WRITE, NO_LIVE);
    const { said } = await setUp({ engine, files: { [name]: rotated }, prompts, request: { name: "acme" } });
    expect(said).toMatch(
      /signingSecretGeneration and previousGeneration: taken out, since no endpoint of this stack/,
    );
    expect(engine.config["acme.stage"]).toMatchObject({ "plenigo-stripe:adoptEndpointId": id });
    expect(Object.keys(engine.config["acme.stage"] ?? {}).join()).not.toMatch(/Generation/);
  });

  it("no adoption is offered while an endpoint of the stack is there", async () => {
    const marks = {
      managed_by: "plenigo-stripe",
      plenigo_project: "plenigo-stripe",
      plenigo_stack: "acme.stage",
      plenigo_company_id: acme.companyId,
    };
    for (const metadata of [marks, {}])
      stripe.addEndpoint(acme.accountId, "test", { url: acme.inputs.url, enabled_events: ["*"], metadata });
    const prompts = scripted(acme.companyId, ...KEYS, ...AWS, WRITE, NO_LIVE);
    const { said, error } = await setUp({ prompts, request: { name: "acme" } });
    expect(error).toBeUndefined();
    expect(said).toMatch(
      /This stack's endpoint is there already[\s\S]*Delete we_\w+ in Stripe before pulumi up/,
    );
  });
});

describe("a person who stops", () => {
  it.each([
    ["at the first question", [undefined]],
    ["at a key", [acme.companyId, "keys", acme.publishableKey, undefined]],
    ["when everything is known", [acme.companyId, ...KEYS, ...AWS, false]],
  ])("%s, finds nothing written", async (_, answers) => {
    const { error, engine } = await setUp({ prompts: scripted(...answers) });
    expect([error?.code, engine.names, engine.config]).toEqual(["cancelled", [], {}]);
    expect(error?.message).toMatch(/Nothing was written/);
  });

  it("at live, is told that stage is written", async () => {
    const prompts = scripted(acme.companyId, ...KEYS, ...AWS, WRITE, true, undefined);
    const { error } = await setUp({ prompts, request: { name: "acme" } });
    expect(error?.message).toMatch(
      /cancelled: [\s\S]*Stack acme\.stage is set up; of acme\.live nothing was written/,
    );
  });
});

describe("a stack that is there already", () => {
  it("is left as it is when every answer is empty", async () => {
    const prompts = scripted("stage", "", "keys", "", "", "", "", NO_LIVE);
    const { said } = await setUp({ ...(await written()), prompts, request: { name: "acme" } });
    expect(said).toMatch(/Stack acme\.stage has all this already; nothing is written/);
    expect(prompts.asked.join()).toMatch(/Stripe secret key for plenigo \(empty: keep the one that is set\)/);
  });

  it("gets the new key of its account, and nothing else", async () => {
    const rolled = tenant({ label: "rolled" }).secretKey;
    stripe.addKey(acme.accountId, { key: rolled });
    const { engine, files } = await written();
    const prompts = scripted("", "keys", "", rolled, "", "", WRITE, NO_LIVE);
    const { said } = await setUp({ engine, files, prompts, request: { name: "acme.stage" } });
    expect(engine.config["acme.stage"]).toMatchObject({ "plenigo-stripe:stripeSecretKey": rolled });
    expect(said.match(/^ok plenigo-stripe.*$/gm)).toEqual(["ok plenigo-stripe:stripeSecretKey is encrypted"]);
  });

  it("moves to another account only when somebody says so", async () => {
    const prompts = scripted("", "keys", "", stranger.key, "key", "", "key", acme.secretKey, "", "", NO_LIVE);
    const { said } = await setUp({ ...(await written()), prompts, request: { name: "acme.stage" } });
    expect(said).toMatch(/failure account-mismatch: the key is one of account .*, but the stack has acct_/);
    expect(said).toMatch(/nothing is written/);
  });

  it("has its keys taken out when the account gets linked by Stripe Connect", async () => {
    const { engine, files } = await written();
    const prompts = scripted("", "connect", acme.secretKey, "", "", WRITE, NO_LIVE);
    await setUp({ engine, files, prompts, request: { name: "acme.stage" } });
    expect(Object.keys(engine.config["acme.stage"] ?? {}).sort()).toEqual([
      "aws:allowedAccountIds",
      "aws:maxRetries",
      "aws:region",
      "plenigo-stripe:companyId",
      "plenigo-stripe:stripeAccountId",
      "plenigo-stripe:stripeDeployKey",
    ]);
  });
});

it("replaces a template's placeholders, which are not answers", async () => {
  const text =
    'config:\n  plenigo-stripe:companyId: <id>\n  aws:region: <region>\n  aws:allowedAccountIds: ["<id>"]\n';
  const { engine, error } = await setUp({
    files: { "Pulumi.stage.yaml": text },
    request: { given: acmeValues() },
  });
  expect(error).toBeUndefined();
  expect(engine.config.stage).toMatchObject({
    "aws:region": "eu-central-1",
    "aws:allowedAccountIds": [AWS_ACCOUNT],
  });
});
