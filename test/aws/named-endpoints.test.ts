import { endpointsNamedBy } from "../../src/aws/named-endpoints";
import type { AwsPlace } from "../../src/aws/place";
import { startEmulatedAws } from "../sandbox/emulators/secrets-manager/emulated-aws";
import { aimAt } from "./aws-place";

const name = "plenigo/stage/AAAAAAAAAAAAAAAAAAAA/stripe";
const place: AwsPlace = { region: "eu-central-1", allowedAccountIds: ["123456789012"] };
const SHORT = { PLENIGO_STRIPE_RETRY_BUDGET_MS: "300" };

async function emulated(options: Parameters<typeof startEmulatedAws>[0] = {}, accessKeyId = "deployer") {
  const world = await startEmulatedAws(options);
  aimAt(world.emulator, accessKeyId, SHORT);
  return world;
}

const document = (webhookEndpointId: string, more: object = {}) =>
  JSON.stringify({ webhookEndpointId, ...more });

it("names current and previous endpoint of both labelled versions", async () => {
  const { aws } = await emulated();
  await aws.createSecret({ Name: name, SecretString: document("we_one") });
  await aws.putSecretValue({
    SecretId: name,
    SecretString: document("we_three", { previousWebhookEndpointId: "we_two" }),
  });
  expect(await endpointsNamedBy(name, place)).toEqual({
    kind: "named",
    current: new Set(["we_three", "we_two"]),
    all: new Set(["we_one", "we_two", "we_three"]),
  });
});

it("takes a version without a label for one that names nothing", async () => {
  const { aws } = await emulated();
  await aws.createSecret({ Name: name, SecretString: document("we_one") });
  expect(await endpointsNamedBy(name, place)).toMatchObject({ kind: "named", all: new Set(["we_one"]) });
});

it.each([
  ["there is no such secret", undefined],
  ["the secret has no value", { Name: name }],
])("says none in a proved account when %s", async (_, secret) => {
  const { aws } = await emulated();
  if (secret) await aws.createSecret(secret);
  expect(await endpointsNamedBy(name, place)).toEqual({ kind: "none" });
});

describe("can't tell", () => {
  const DENIED = { denied: { reader: ["secretsmanager:GetSecretValue"] } };

  it("when reading is denied, and names the permission", async () => {
    await emulated(DENIED, "reader");
    expect(await endpointsNamedBy(name, place)).toEqual({
      kind: "unknown",
      reason: `AWS denies secretsmanager:GetSecretValue on ${name}`,
    });
  });

  it("when the secret is scheduled for deletion", async () => {
    const { aws } = await emulated();
    await aws.createSecret({ Name: name, SecretString: document("we_one") });
    await aws.deleteSecret({ SecretId: name });
    expect(await endpointsNamedBy(name, place)).toEqual({
      kind: "unknown",
      reason: `the secret ${name} is scheduled for deletion`,
    });
  });

  it.each([
    ["is not JSON", "precious"],
    ["is JSON, but not an object", "null"],
    ["has no endpoint", "{}"],
  ])("when the document %s", async (_, SecretString) => {
    const { aws } = await emulated();
    await aws.createSecret({ Name: name, SecretString });
    expect(await endpointsNamedBy(name, place)).toEqual({
      kind: "unknown",
      reason: `version AWSCURRENT of the secret ${name} is not a connection secret`,
    });
  });

  it.each([
    ["another account was asked", { ...place, allowedAccountIds: ["999999999999"] }, "123456789012"],
    ["the stack allows no account", { region: place.region }, "aws:allowedAccountIds is missing"],
    [
      "the credentials are encrypted",
      { ...place, unreadable: ["aws:secretKey"] },
      "aws:secretKey is encrypted",
    ],
  ])("when %s", async (_, elsewhere, reason) => {
    await emulated();
    const found = await endpointsNamedBy(name, elsewhere);
    expect(found).toEqual({ kind: "unknown", reason: expect.stringContaining(reason) });
  });

  it.each(["GetSecretValue", "GetCallerIdentity"])("when %s gets no answer", async (operation) => {
    const { emulator } = await emulated();
    emulator.faults.push({
      matches: (call) => call.operation === operation,
      effect: { kind: "silent", processed: false },
      times: Number.POSITIVE_INFINITY,
    });
    const found = await endpointsNamedBy(name, place);
    expect(found).toEqual({ kind: "unknown", reason: expect.stringMatching(/^AWS .* did not answer/) });
  });
});
