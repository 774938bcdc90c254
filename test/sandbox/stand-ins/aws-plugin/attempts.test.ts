import type { FaultEffect } from "../../../../sandbox/emulators/emulator-server";
import {
  type SecretsManagerEmulator,
  startSecretsManagerEmulator,
} from "../../../../sandbox/emulators/secrets-manager/secrets-manager-emulator";
import { BROKEN_ANSWERS } from "../../../support/broken-answers";

const { openAws } = require("../../../../sandbox/stand-ins/aws-plugin/aws.js");
const { readProviderConfig } = require("../../../../sandbox/stand-ins/aws-plugin/provider-config.js");

let aws: SecretsManagerEmulator;
const variables = { ...process.env };

beforeAll(async () => {
  const credentials = { AWS_ACCESS_KEY_ID: "sandbox", AWS_SECRET_ACCESS_KEY: "sandbox" };
  const silence = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };
  Object.assign(process.env, credentials, silence, { PLENIGO_STRIPE_STAND_IN_HASTE: "10000" });
  aws = await startSecretsManagerEmulator();
});

beforeEach(() => {
  aws.calls.length = 0;
  aws.faults.length = 0;
});

afterAll(async () => {
  process.env = variables;
  await aws.close();
});

function fail(effect: FaultEffect, times = Number.POSITIVE_INFINITY): void {
  aws.faults.push({ matches: () => true, effect, times });
}

function refusal(status: number, type: string): FaultEffect {
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": type };
  const body = JSON.stringify({ __type: type, Message: "no" });
  return { kind: "reply", processed: false, reply: { status, headers, body } };
}

/** Asks for a secret that is not there, as a resource of the plugin does. */
const describeSecret = (settings: Record<string, string> = {}) => {
  const endpoints = JSON.stringify([{ secretsmanager: aws.url }]);
  const config = readProviderConfig({ region: "eu-central-1", endpoints, ...settings }, {});
  return openAws(config).call("DescribeSecret", { SecretId: "none" });
};

// Counted with the real provider's code, where an outage of AWS took 25 attempts and the stand-in 3.
it.each<[string, Record<string, string>, number]>([
  ["25 times", {}, 25],
  ["25 times where aws:maxRetries is 0", { maxRetries: "0" }, 25],
  ["as often as aws:maxRetries says", { maxRetries: "3" }, 3],
  ["once where aws:maxRetries is 1", { maxRetries: "1" }, 1],
])("a call is tried %s", async (_case, settings, attempts) => {
  fail(refusal(500, "InternalServiceError"));
  await expect(describeSecret(settings)).rejects.toThrow(
    `DescribeSecret, exceeded maximum number of attempts, ${attempts}, https response error StatusCode: 500`,
  );
  expect(aws.calls).toHaveLength(attempts);
});

it.each<[string, FaultEffect]>([
  ["a server's fault", refusal(500, "InternalServiceError")],
  ["a throttling", refusal(400, "ThrottlingException")],
  ["the page of a load balancer", BROKEN_ANSWERS["502 with an HTML page"]],
  ["an empty answer", BROKEN_ANSWERS["503 without a body"]],
  ["a lost connection", { kind: "cut", processed: false }],
])("a call is tried again after %s", async (_case, effect) => {
  fail(effect, 2);
  await expect(describeSecret()).rejects.toThrow("ResourceNotFoundException");
  expect(aws.calls).toHaveLength(3);
});

it.each<[string, FaultEffect, RegExp]>([
  ["a refusal", refusal(400, "InvalidParameterException"), /: 400, .* InvalidParameterException: no$/],
  ["a denial", refusal(400, "AccessDeniedException"), /: 400, .* AccessDeniedException: no$/],
])("a call is not tried again after %s", async (_case, effect, message) => {
  fail(effect);
  await expect(describeSecret()).rejects.toThrow(message);
  expect(aws.calls).toHaveLength(1);
});

it.each([
  ["no region", { region: "" }, "Missing region information"],
  ["a role to assume", { assumeRoles: '[{"roleArn":"x"}]' }, "does not have aws:assumeRoles"],
  ["default tags", { defaultTags: "{}", accessKey: "x" }, "does not have aws:defaultTags, aws:accessKey"],
])("settings with %s are refused", (_case, settings, message) => {
  expect(() => readProviderConfig({ region: "eu-central-1", ...settings }, {})).toThrow(message);
});
