import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { fakeKey } from "../../../sandbox/emulators/stripe/fake-keys";
import { connectionSecretName } from "../../../src/environments";
import { PROJECT } from "../../support/project-folder";
import { finding, healthyEngine } from "./examination";
import { acme, services, useServices } from "./services";

useServices();

const stack = "acme.stage";
const secretName = connectionSecretName("stage", acme.companyId);

/** Looks at acme's stack. `set`: values by full key that differ; `accounts`: what the stack allows. */
function check(
  id: string,
  { set = {} as Record<string, string>, accounts = "123456789012", env = {} as NodeJS.ProcessEnv } = {},
) {
  const config: Record<string, string> = {
    ...acme.config,
    "aws:allowedAccountIds": `["${accounts}"]`,
    ...set,
  };
  const lines = Object.entries(config).map(([key, value]) =>
    /(SecretKey|DeployKey)$/.test(key) ? `  ${key}: { secure: v1:a:b }` : `  ${key}: ${value}`,
  );
  const files = { "Pulumi.yaml": PROJECT, "Pulumi.acme.stage.yaml": `config:\n${lines.join("\n")}\n` };
  const engine = healthyEngine({ decryptedConfig: async () => config });
  return finding(id, { files, stack, engine, env: { ...services.env, ...env } });
}

/** Calls AWS as the caller without rights to read. */
function asReader() {
  process.env.AWS_ACCESS_KEY_ID = "reader";
}

describe("aws-identity", () => {
  it.each([
    [
      "the account that the stack allows",
      {},
      /^ok: arn:aws:iam::123456789012:user\/sandbox, region eu-central-1, as the stack allows/,
    ],
    [
      "another one",
      { accounts: "999999999999" },
      /^failure: the credentials are of account 123456789012, but the stack allows only 9+/,
    ],
  ])("tells %s", async (_, changes, text) =>
    expect((await check("aws-identity", changes)).text).toMatch(text),
  );

  it("needs no stack, but a region", async () => {
    expect((await finding("aws-identity", { env: services.env })).text).toMatch(
      /^ok: arn:aws:iam::123456789012/,
    );
    expect((await finding("aws-identity")).text).toBe("warning: no region is set");
  });

  it("that AWS does not tell is a failure, with the line that shows it", async () => {
    await services.aws.close();
    const found = await check("aws-identity");
    expect(found.text).toMatch(/^failure: AWS does not tell whose credentials these are: /);
    expect(found.next).toMatch(/^aws sts get-caller-identity/);
  });
});

describe("aws-permissions", () => {
  it("are there although the secret is not, and nothing is written", async () => {
    expect((await check("aws-permissions")).text).toBe(
      `ok: reading ${secretName} is allowed (it is not there yet); writing shows in pulumi up`,
    );
    expect(services.aws.calls.filter(({ isWrite }) => isWrite)).toEqual([]);
  });

  it("that IAM denies are named, each action", async () => {
    const client = new SecretsManagerClient({ endpoint: services.aws.url, region: "eu-central-1" });
    await client.send(new CreateSecretCommand({ Name: secretName, SecretString: "{}" }));
    client.destroy();
    asReader();
    const found = await check("aws-permissions");
    expect(found.text).toBe(
      `failure: IAM denies secretsmanager:DescribeSecret, secretsmanager:GetSecretValue on ${secretName}`,
    );
  });
});

it("names the right to the KMS key where that alone is missing", async () => {
  const body = JSON.stringify({ __type: "AccessDeniedException", Message: "Access to KMS is not allowed" });
  const reply = { status: 400, headers: { "x-amzn-errortype": "AccessDeniedException" }, body };
  const matches = ({ operation }: { operation: string }) => operation === "GetSecretValue";
  services.aws.faults.push({ matches, effect: { kind: "reply", reply, processed: false }, times: 1 });
  expect((await check("aws-permissions")).text).toBe(`failure: IAM denies kms:Decrypt on ${secretName}`);
});

describe("Stripe keys", () => {
  const live = fakeKey("sk", "live", "acme", acme.accountId);

  it.each([
    ["of the right form", {}, /^ok: stripeSecretKey, a secret key of test mode, manages the endpoint/],
    [
      "of the other mode",
      { "plenigo-stripe:stripeSecretKey": live },
      /^failure: stripeSecretKey is a live key, but this stack is stage/,
    ],
    [
      "that are no keys",
      { "plenigo-stripe:stripeSecretKey": acme.publishableKey },
      /^failure: stripeSecretKey is a publishable key/,
    ],
  ])("%s are judged without asking Stripe", async (_, set, text) => {
    expect((await check("stripe-keys", { set })).text).toMatch(text);
    expect(services.stripe.calls).toEqual([]);
  });

  it("give way to the one in the environment", async () => {
    expect((await check("stripe-keys", { env: { STRIPE_API_KEY: acme.secretKey } })).text).toMatch(
      /^ok: STRIPE_API_KEY, a/,
    );
  });

  it("are proved to be of the stack's account", async () => {
    expect((await check("stripe-account")).text).toBe(`ok: ${acme.accountId}, proved by stripeSecretKey`);
  });

  it("of another account are a failure for each, with the command for the stack", async () => {
    const found = await check("stripe-account", { set: { "plenigo-stripe:stripeAccountId": "acct_1Other" } });
    expect(found.text).toMatch(
      /^failure: account-mismatch: stripeSecretKey is a key of account acct_.*declares acct_1Other/,
    );
    expect(found.next).toContain(
      "pulumi config set --secret plenigo-stripe:stripeSecretKey --stack acme.stage",
    );
  });

  it("are proved each: the key for plenigo, too, when another one manages the endpoint", async () => {
    const set = {
      "plenigo-stripe:stripeDeployKey": acme.secretKey,
      "plenigo-stripe:stripeSecretKey": fakeKey("sk", "test", "unknown"),
    };
    expect((await check("stripe-account", { set })).text).toMatch(/^failure: key-refused: .*/);
  });

  it("that may not list endpoints are a failure, naming the permission", async () => {
    const key = fakeKey("rk", "test", "acme", acme.accountId);
    services.stripe.addKey(acme.accountId, { key, permissions: ["accounts_kyc_basic_read"] });
    const found = await check("stripe-permissions", { set: { "plenigo-stripe:stripeDeployKey": key } });
    expect(found.text).toMatch(/^failure: permission-missing: could not list the endpoints/);
    expect(found.next).toMatch(/give the key the permission webhook_read/);
  });
});

describe("aws-retries", () => {
  it.each([
    ["is content with what the template has", { "aws:maxRetries": "5" }, /^ok: aws:maxRetries is 5/],
    ["warns where it is missing", {}, /^warning: aws:maxRetries is not set .*more than an hour/],
    ["warns of many", { "aws:maxRetries": "25" }, /^warning: aws:maxRetries is not a number from 1 to 10/],
    ["warns of what is not a number", { "aws:maxRetries": "often" }, /^warning: /],
  ])("%s", async (_, set: Record<string, string>, text) => {
    expect((await check("aws-retries", { set })).text).toMatch(text);
  });
});
