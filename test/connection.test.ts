import * as pulumi from "@pulumi/pulumi";
import { readStackConfig } from "../src/config/stack-config";
import { PlenigoStripeConnection, type PlenigoStripeConnectionArgs } from "../src/connection";
import { UNKNOWN } from "../src/endpoint/endpoint-state";
import { connectionSecretSchema } from "../src/secret/connection-secret";
import { configSource, type SourceChanges } from "./support/config-source";
import { type MockedEngineOptions, mockEngine, type Registration, unwrapped } from "./support/mocked-engine";
import {
  ENDPOINT_ID,
  previewAnswers,
  SECRET_ARN,
  SIGNING_SECRET,
  TYPES,
  updateAnswers,
} from "./support/mocked-resources";
import { tenant } from "./support/tenant";

const stage = tenant();
const live = tenant({ environment: "live" });
const configOf = (changes: SourceChanges = {}) => readStackConfig(configSource(changes)).config;

interface Declared extends Partial<MockedEngineOptions> {
  readonly config?: SourceChanges;
  /** Arguments made once the engine is there, such as outputs of other resources. */
  readonly args?: () => Partial<PlenigoStripeConnectionArgs>;
}

/** Runs a program with one connection; returns it, and what was registered by type. */
async function declare({ config, args, ...options }: Declared = {}) {
  const engine = await mockEngine({ stack: config?.of?.environment, ...updateAnswers, ...options });
  const connection = new PlenigoStripeConnection("plenigo", { ...configOf(config), ...args?.() });
  const registrations = await engine.settled();
  const one = (type: string) => registrations.find((found) => found.type === type) as Registration;
  return { connection, registrations, one, called: engine.called };
}

const known = <T>(output: pulumi.Output<T>): Promise<T> => new Promise((resolve) => output.apply(resolve));

it("registers the endpoint, then the secret, then its version, all as children of one component", async () => {
  const { registrations } = await declare();
  expect(registrations.map(({ type, name, parent }) => [type, name, parent])).toEqual([
    [TYPES.component, "plenigo", ""],
    [TYPES.endpoint, "plenigo-generation-1", "plenigo"],
    [TYPES.secret, "plenigo-secret", "plenigo"],
    [TYPES.version, "plenigo-secret-version", "plenigo"],
    [TYPES.protection, "plenigo-protection", "plenigo"],
  ]);
});

it("tells where everything is", async () => {
  const { connection } = await declare({ config: { of: live } });
  await expect(known(connection.webhookUrl)).resolves.toBe(live.inputs.url);
  await expect(known(connection.webhookEndpointId)).resolves.toBe(ENDPOINT_ID);
  await expect(known(connection.connectionSecretName)).resolves.toBe(`plenigo/live/${live.companyId}/stripe`);
  await expect(known(connection.connectionSecretArn)).resolves.toBe(SECRET_ARN);
});

it("asks AWS whose credentials these are, once", async () => {
  expect((await declare()).called).toEqual(["aws:index/getCallerIdentity:getCallerIdentity"]);
});

describe("the endpoint", () => {
  it("is declared with plenigo's URL and events, the stack's marks, and nothing else", async () => {
    const { inputs, protect, dependsOn } = (await declare()).one(TYPES.endpoint);
    const { __provider, signingSecret, ...declared } = inputs;
    const { signingSecret: _, ...expected } = stage.inputs;
    const description = "plenigo stage system, managed by plenigo-stripe";
    expect(declared).toEqual({ ...expected, description, isSecretProtected: false });
    expect([protect, dependsOn]).toEqual([false, []]);
  });

  it("keeps its signing secret encrypted, as an input and as an output", async () => {
    const { inputs, secretOutputs } = (await declare()).one(TYPES.endpoint);
    expect([unwrapped(inputs.signingSecret), secretOutputs]).toEqual(["", ["signingSecret"]]);
  });

  it("takes description, API version and further events from the configuration", async () => {
    const set = {
      description: "Acme",
      apiVersion: "2026-10-28.endive",
      additionalEvents: '["charge.refunded"]',
    };
    const { inputs } = (await declare({ config: { set } })).one(TYPES.endpoint);
    const enabledEvents = { ...stage.inputs.enabledEvents, "charge.refunded": true };
    expect(inputs).toMatchObject({ description: "Acme", apiVersion: "2026-10-28.endive", enabledEvents });
  });

  it("never gets a key, not even encrypted", async () => {
    const { inputs } = (await declare()).one(TYPES.endpoint);
    const text = JSON.stringify(inputs);
    expect([stage.secretKey, stage.publishableKey].some((key) => text.includes(key))).toBe(false);
  });
});

describe("the connection secret", () => {
  const documentOf = ({ inputs }: Registration) =>
    connectionSecretSchema.parse(JSON.parse(String(unwrapped(inputs.secretString))));

  it("holds what plenigo needs, encrypted in the state", async () => {
    const { one } = await declare();
    const document = documentOf(one(TYPES.version));
    expect(document.webhookSigningSecret === SIGNING_SECRET).toBe(true);
    expect(document.stripeSecretKey === stage.secretKey).toBe(true);
    expect(document).toMatchObject({
      companyId: stage.companyId,
      environment: "stage",
      schemaVersion: "1",
      stripeAccountId: stage.accountId,
      webhookEndpointId: ENDPOINT_ID,
      webhookUrl: stage.inputs.url,
    });
  });

  it("holds no keys for a tenant that is linked by Stripe Connect, nor ever the deploy key", async () => {
    const set = {
      stripePublishableKey: undefined,
      stripeSecretKey: undefined,
      stripeDeployKey: stage.secretKey,
    };
    const { one } = await declare({ config: { set } });
    const text = String(unwrapped(one(TYPES.version).inputs.secretString));
    expect(text).not.toContain("stripeSecretKey");
    expect(text.includes(stage.secretKey)).toBe(false);
  });

  it("waits for the endpoint, so that nothing is stored of one that was not made", async () => {
    const { one } = await declare();
    expect(one(TYPES.secret).dependsOn).toEqual(["plenigo-generation-1"]);
    expect(one(TYPES.version).dependsOn).toEqual(["plenigo-generation-1", "plenigo-secret"]);
  });

  it.each([
    ["protected on live", live, { plenigo: false, "plenigo-secret": true, "plenigo-protection": true }],
    ["unprotected on stage", stage, { plenigo: false, "plenigo-secret": false, "plenigo-protection": false }],
  ])("is %s, and nothing that a rotation or a new key replaces", async (_, of, secretAndComponent) => {
    const { registrations } = await declare({ config: { of } });
    expect(Object.fromEntries(registrations.map(({ name, protect }) => [name, protect]))).toEqual({
      ...secretAndComponent,
      "plenigo-generation-1": false,
      "plenigo-secret-version": false,
    });
  });
});

it("keeps Pulumi from taking labels off old versions, which fails once AWS has moved them", async () => {
  const { registrations } = await declare();
  const retained = registrations.filter(({ retainOnDelete }) => retainOnDelete);
  expect(retained.map(({ type }) => type)).toEqual([TYPES.version]);
});

describe("a preview", () => {
  it("of a new stack knows everything but what Stripe and AWS have yet to make", async () => {
    const { one } = await declare({ preview: true, ...previewAnswers });
    expect(one(TYPES.endpoint).inputs).toMatchObject({ url: stage.inputs.url });
    expect(one(TYPES.secret).inputs).toMatchObject({ name: `plenigo/stage/${stage.companyId}/stripe` });
    expect(one(TYPES.version).inputs).toMatchObject({ secretId: UNKNOWN, secretString: UNKNOWN });
  });

  it("of a state without signing secret does not stop at the schema", async () => {
    const endpoint: MockedEngineOptions["resources"][string] = (inputs) => ({
      id: ENDPOINT_ID,
      state: inputs,
    });
    const resources = { ...updateAnswers.resources, [TYPES.endpoint]: endpoint };
    const { one } = await declare({ preview: true, resources });
    expect(unwrapped(one(TYPES.version).inputs.secretString)).toBe("");
  });

  it("accepts a company id that another resource has yet to make", async () => {
    class Company extends pulumi.CustomResource {
      declare readonly companyId: pulumi.Output<string>;
    }
    const type = "acme:index:Company";
    const resources = { ...previewAnswers.resources, [type]: () => ({ state: { companyId: UNKNOWN } }) };
    const args = () => ({ companyId: new Company(type, "acme", { companyId: undefined }).companyId });
    const { one } = await declare({ preview: true, resources, args });
    expect(one(TYPES.endpoint).inputs).toMatchObject({ url: UNKNOWN, marks: UNKNOWN });
    expect(one(TYPES.secret).inputs).toMatchObject({ name: UNKNOWN });
    expect(one(TYPES.version).inputs).toMatchObject({ secretString: UNKNOWN });
  });
});
