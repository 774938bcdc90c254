import { inspect } from "node:util";
import { fakeKey, fakeSigningSecret } from "../../sandbox/emulators/stripe/fake-keys";
import {
  type ConnectionSecret,
  connectionSecretSchema,
  connectionSecretText,
} from "../../src/secret/connection-secret";

const secret: ConnectionSecret = {
  webhookUrl: "https://callbacks.plenigo-stage.com/callbacks/v1.0/stripe/AAAAAAAAAAAAAAAAAAAA",
  webhookSigningSecret: fakeSigningSecret("acme"),
  webhookEndpointId: "we_1",
  stripeSecretKey: fakeKey("sk", "test", "acme"),
  stripePublishableKey: fakeKey("pk", "test", "acme"),
  stripeAccountId: "acct_1",
  schemaVersion: "1",
  environment: "stage",
  companyId: "AAAAAAAAAAAAAAAAAAAA",
};
const previous = {
  previousWebhookEndpointId: "we_0",
  previousWebhookSigningSecret: fakeSigningSecret("previous"),
};
const keysOf = (text: string) => Object.keys(JSON.parse(text));
const refusal = (changes: object) => connectionSecretSchema.safeParse({ ...secret, ...changes }).error;

describe("the text", () => {
  it("holds every value under its documented name, sorted", () => {
    expect(keysOf(connectionSecretText(secret))).toEqual([
      "companyId",
      "environment",
      "schemaVersion",
      "stripeAccountId",
      "stripePublishableKey",
      "stripeSecretKey",
      "webhookEndpointId",
      "webhookSigningSecret",
      "webhookUrl",
    ]);
    expect(JSON.parse(connectionSecretText(secret))).toEqual(secret);
  });

  it("is one line of JSON, the same to the byte for whatever order", () => {
    const reversed = Object.fromEntries(Object.entries(secret).reverse()) as ConnectionSecret;
    const text = connectionSecretText(secret);
    expect(connectionSecretText(reversed) === text).toBe(true);
    expect(
      text.startsWith(`{"companyId":"${secret.companyId}","environment":"stage","schemaVersion":"1",`),
    ).toBe(true);
    expect(text).not.toMatch(/\s/);
  });

  it("leaves out what a tenant does not have", () => {
    const { stripePublishableKey: _, stripeSecretKey: __, ...linkedByConnect } = secret;
    const text = connectionSecretText(linkedByConnect);
    expect(keysOf(text)).toHaveLength(7);
    const undefinedKeys = { stripePublishableKey: undefined, stripeSecretKey: undefined };
    expect(connectionSecretText({ ...secret, ...undefinedKeys }) === text).toBe(true);
  });

  it("holds the previous endpoint while there is one, sorted in", () => {
    const text = connectionSecretText({ ...secret, ...previous });
    expect(JSON.parse(text)).toEqual({ ...secret, ...previous });
    expect(keysOf(text)).toEqual(keysOf(text).toSorted());
  });

  it("holds nothing that is not documented", () => {
    const more = { ...secret, stripeDeployKey: fakeKey("rk", "test", "deploy") };
    expect(connectionSecretText(more) === connectionSecretText(secret)).toBe(true);
  });
});

describe("the schema", () => {
  it.each([
    "companyId",
    "environment",
    "schemaVersion",
    "stripeAccountId",
    "webhookEndpointId",
    "webhookUrl",
  ])("refuses a missing and an empty %s", (key) => {
    expect(refusal({ [key]: undefined })?.issues).toMatchObject([{ path: [key] }]);
    expect(refusal({ [key]: "" })?.issues[0]).toMatchObject({ path: [key] });
  });

  it.each([
    ["a missing signing secret", { webhookSigningSecret: undefined }],
    ["an empty signing secret", { webhookSigningSecret: "" }],
    ["the prefix of a signing secret", { webhookSigningSecret: "whsec_" }],
    ["a key as signing secret", { webhookSigningSecret: fakeKey("sk", "test", "x") }],
    ["an empty secret key", { stripeSecretKey: "" }],
    ["a publishable key as secret key", { stripeSecretKey: fakeKey("pk", "test", "x") }],
    ["an empty publishable key", { stripePublishableKey: "" }],
    ["a secret key as publishable key", { stripePublishableKey: fakeKey("sk", "test", "x") }],
    ["an empty previous signing secret", { previousWebhookSigningSecret: "" }],
    ["an empty previous endpoint", { previousWebhookEndpointId: "" }],
    ["another schema version", { schemaVersion: "2" }],
    ["a number", { companyId: 1 }],
  ])("refuses %s", (_, changes) => {
    expect(refusal(changes)?.issues).toHaveLength(1);
    expect(() => connectionSecretText({ ...secret, ...changes } as ConnectionSecret)).toThrow();
  });

  it("repeats no secret when it refuses", () => {
    const key = fakeKey("sk", "live", "x");
    const swapped = { webhookSigningSecret: key, stripePublishableKey: key, environment: key, companyId: 1 };
    const error = refusal(swapped);
    expect(error?.message).toContain("webhookSigningSecret is not a signing secret");
    const written = [error?.message, JSON.stringify(error), inspect(error, { depth: null })].join("\n");
    expect(written.includes(key.slice(0, 12))).toBe(false);
  });

  it("reads what the text holds, and passes over what later versions may add", () => {
    const text = connectionSecretText({ ...secret, ...previous });
    const later = { ...JSON.parse(text), stripeApiVersion: "2026-10-28.endive" };
    expect(connectionSecretSchema.parse(later)).toEqual({ ...secret, ...previous });
  });
});
