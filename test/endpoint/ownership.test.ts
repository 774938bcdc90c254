import { connectionSecretName } from "../../src/environments";
import { clientFor } from "../sandbox/emulators/secrets-manager/emulated-aws";
import {
  acme,
  aws,
  endpoints,
  only,
  ownProvider,
  provisioned,
  stripe,
  useProviders,
  writes,
} from "../support/provider-fixture";
import { tenant } from "../support/tenant";

useProviders();

const NAME = connectionSecretName(acme.environment, acme.companyId);
const HANDED_OVER = { plenigo_handed_over_at: "2026-01-01T00:00:00.000Z" };
const marksOfGeneration = (generation: number) => ({
  ...acme.inputs.marks,
  plenigo_generation: String(generation),
});

/** An endpoint that stands in Stripe although no state of the test knows it. */
function addEndpoint(metadata: Record<string, string>, url = acme.inputs.url) {
  return stripe.addEndpoint(acme.accountId, "test", { url, enabled_events: ["charge.failed"], metadata });
}

/** Stores a connection secret that names these endpoints, in versions one after the other. */
async function storeNaming(...ids: readonly string[]) {
  const client = clientFor(aws.url);
  const [first = "", ...later] = ids.map((webhookEndpointId) => JSON.stringify({ webhookEndpointId }));
  await client.createSecret({ Name: NAME, SecretString: first });
  for (const SecretString of later) await client.putSecretValue({ SecretId: NAME, SecretString });
  return client;
}

/** What a check of a run without a state answers. */
const refusalOf = async (inputs = {}, config = {}, env = {}) =>
  only((await ownProvider(config, env).check({}, { ...acme.inputs, ...inputs })).failures);

describe("an endpoint that the state does not hold", () => {
  it.each([
    ["its own marks", acme.inputs.marks],
    ["no marks", {}],
    ["the marks of the stack's name of before", { ...acme.inputs.marks, plenigo_stack: "before.stage" }],
    ["marks without a generation", { ...acme.inputs.marks, plenigo_generation: "" }],
  ])("is in use when the connection secret names it, although it carries %s", async (_, metadata) => {
    const { id } = addEndpoint({ ...metadata });
    await storeNaming(id);
    expect(await refusalOf()).toMatch(new RegExp(`^endpoint-not-in-state: endpoint ${id} is in use`));
    expect(writes()).toEqual([]);
  });

  it.each([
    ["as the current endpoint of the version before", (id: string) => [id, "we_later"]],
    ["as the current endpoint", (id: string) => ["we_before", id]],
  ])("is in use when a version of the secret names it %s", async (_, versions) => {
    const { id } = addEndpoint({ ...acme.inputs.marks });
    await storeNaming(...versions(id));
    expect(await refusalOf()).toContain("the connection secret names it");
  });

  it("is in use when it was handed over, also without a connection secret", async () => {
    const { id } = addEndpoint({ ...acme.inputs.marks, ...HANDED_OVER });
    expect(await refusalOf()).toMatch(new RegExp(`${id}[^\\n]*handed over on 2026-01-01`));
  });

  it.each([
    ["AWS denies the look", { AWS_ACCESS_KEY_ID: "nobody" }, {}, /AWS denies secretsmanager:GetSecretValue/],
    [
      "the credentials are another account's",
      {},
      { "aws:allowedAccountIds": '["000000000000"]' },
      /of account/,
    ],
    [
      "the stack does not say which accounts are its own",
      {},
      { "aws:allowedAccountIds": "" },
      /allowedAccountIds/,
    ],
    ["nothing answers", { AWS_ENDPOINT_URL: "http://127.0.0.1:9" }, {}, /can't be told/],
  ])("passes for one in use when %s", async (_, env, config, reason) => {
    addEndpoint({ ...acme.inputs.marks });
    const refusal = await refusalOf({}, config, env);
    expect(refusal).toMatch(/^endpoint-not-in-state: [^\n]* may be in use/);
    expect(refusal).toMatch(reason);
    expect(writes()).toEqual([]);
  });

  it("passes for one in use while the connection secret is scheduled for deletion", async () => {
    const { id } = addEndpoint({ ...acme.inputs.marks });
    const client = await storeNaming(id);
    await client.deleteSecret({ SecretId: NAME, RecoveryWindowInDays: 7 });
    expect(await refusalOf()).toContain("scheduled for deletion");
  });

  it("is refused with the two causes, and never with the advice to delete it", async () => {
    const { id } = addEndpoint({});
    await storeNaming(id);
    const refusal = await refusalOf();
    expect(refusal).toContain("pulumi login");
    expect(refusal).toContain("npx plenigo-stripe recover --stack stage");
    expect(refusal).not.toMatch(/delete/);
  });

  it("is the leftover of an interrupted run when nothing uses it, and makes room at any later time", async () => {
    const { id } = addEndpoint({ ...acme.inputs.marks });
    const made = await provisioned(ownProvider());
    expect(made.id).not.toBe(id);
    expect(only(endpoints()).id).toBe(made.id);
  });

  it("is never the leftover of another company, whose stack has the same project and name", async () => {
    const beta = tenant({ label: "beta" });
    const { id } = addEndpoint({ ...beta.inputs.marks }, beta.inputs.url);
    const made = await provisioned(ownProvider());
    expect(endpoints().map((endpoint) => endpoint.id)).toEqual([id, made.id]);
  });

  it("does not stop a run of another company that has rotated", async () => {
    const beta = tenant({ label: "beta" });
    addEndpoint({ ...beta.inputs.marks, plenigo_generation: "2" }, beta.inputs.url);
    expect((await ownProvider().check({}, acme.inputs)).failures).toEqual([]);
  });
});

describe("a state that is a step behind", () => {
  it("is refused when the connection secret names a later generation, and overwrites nothing", async () => {
    const { id, outs, inputs } = await provisioned(ownProvider());
    const later = addEndpoint(marksOfGeneration(2));
    await storeNaming(id, later.id);
    stripe.calls.length = 0;
    const running = ownProvider();
    await running.read(id, outs);
    const { failures } = await running.check(inputs, acme.inputs);
    expect(only(failures)).toMatch(new RegExp(`^endpoint-not-in-state: endpoint ${later.id} is in use`));
    expect(writes()).toEqual([]);
  });

  it("is refused when the stack file is a step ahead of it", async () => {
    const { id } = await provisioned(ownProvider());
    const later = addEndpoint(marksOfGeneration(2));
    await storeNaming(id, later.id);
    const inState = { endpoints: [{ id, generation: 1, url: acme.inputs.url }] };
    const step = { generation: 2, previousGeneration: "removed", marks: marksOfGeneration(2), inState };
    expect(await refusalOf(step)).toContain(later.id);
  });
});

describe("a rotation", () => {
  const step = { generation: 2, previousGeneration: "enabled", marks: marksOfGeneration(2) };

  it("goes on beside the endpoint that the state holds, whatever its marks say", async () => {
    const { id } = await provisioned(ownProvider());
    await storeNaming(id);
    stripe.changeEndpoint(id, { metadata: { ...acme.inputs.marks, plenigo_stack: "before.stage" } });
    const inState = { endpoints: [{ id, generation: 1, url: acme.inputs.url }] };
    const { failures, inputs } = await ownProvider().check({}, { ...acme.inputs, ...step, inState });
    expect(failures).toEqual([]);
    expect(inputs).not.toHaveProperty("inState");
  });

  it("knows the endpoint of a state that an older version has written by generation and URL", async () => {
    const { id } = await provisioned(ownProvider());
    await storeNaming(id);
    const inState = { endpoints: [{ generation: 1, url: acme.inputs.url }] };
    expect((await ownProvider().check({}, { ...acme.inputs, ...step, inState })).failures).toEqual([]);
  });

  it("is refused when the state holds none of the stack's endpoints", async () => {
    const { id } = await provisioned(ownProvider());
    await storeNaming(id);
    expect(await refusalOf({ ...step, inState: { endpoints: [] } })).toContain("endpoint-not-in-state");
  });
});

describe("another company id", () => {
  const beta = tenant({ label: "beta" });
  const corrected = { ...acme.inputs, url: beta.inputs.url, marks: beta.inputs.marks };
  const inState = { endpoints: [], secretName: NAME };

  it("is refused while the connection secret is protected, before anything is written", async () => {
    const running = ownProvider();
    const { inputs } = await provisioned(running);
    stripe.calls.length = 0;
    const declared = { ...corrected, isSecretProtected: true, inState };
    expect(only((await running.check(inputs, declared)).failures)).toMatch(
      /^secret-protected: [\s\S]*plenigo-stripe:protect false --stack stage/,
    );
    expect(writes()).toEqual([]);
  });

  it("moves the endpoint of an unprotected stack, whose hand-over is then due again", async () => {
    const running = ownProvider();
    const { id, outs, inputs } = await provisioned(running);
    stripe.changeEndpoint(id, { metadata: { ...acme.inputs.marks, ...HANDED_OVER } });
    const { inputs: checked, failures } = await running.check(inputs, { ...corrected, inState });
    expect(failures).toEqual([]);
    const moved = await running.update(
      id,
      { ...outs, handedOverAt: HANDED_OVER.plenigo_handed_over_at },
      checked,
    );
    expect(only(endpoints())).toMatchObject({ id, url: beta.inputs.url });
    expect(only(endpoints()).metadata).not.toHaveProperty("plenigo_handed_over_at");
    expect(moved).toMatchObject({ endpointId: id, handedOverAt: "" });
  });
});
