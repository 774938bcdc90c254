import { writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { CHECKOUT } from "../../../sandbox/tenant-project";
import { recoverStack } from "../../../src/commands/recover/recover";
import type { RecoverFinding } from "../../../src/commands/recover/recover-finding";
import { selectedStack } from "../../../src/commands/stack-option";
import { readProject } from "../../../src/config/project";
import { marksOf } from "../../../src/endpoint/marks";
import type { DeploymentResource } from "../../../src/engine/deployment";
import type { StackLock } from "../../../src/engine/stack-lock";
import { nextSteps } from "../../../src/errors";
import { PROJECT } from "../../support/project-folder";
import { provisionedStack } from "../../support/provisioned-stack";
import { RememberedState } from "../../support/remembered-state";
import { surroundingsIn } from "../../support/run-cli";

/** A stack that is provisioned, whose state the backend does not know. */
async function lostStack(options: Parameters<typeof provisionedStack>[0] = {}) {
  const environment = options.environment ?? "stage";
  const stack = `acme.${environment}`;
  const world = await provisionedStack(options);
  const { folder, env } = world;
  world.stripe.changeEndpoint(world.endpoint.id, {
    metadata: {
      ...marksOf("plenigo-stripe", stack, world.who.companyId, 1),
      plenigo_handed_over_at: "2026-11-01T09:00:00.000Z",
    },
  });
  writeFileSync(join(folder, "Pulumi.yaml"), `${PROJECT}main: ${CHECKOUT}\n`);
  const values = Object.fromEntries(
    Object.entries(world.who.config).map(([key, value]) => [
      key,
      { value, secret: key.endsWith("stripeSecretKey") },
    ]),
  );
  const backend = new RememberedState(stack, values);
  const recover = async (lock?: StackLock) => {
    const asked: RecoverFinding[] = [];
    const selected = await selectedStack(surroundingsIn({ cwd: folder, env }), stack);
    const target = { project: readProject(folder), selected, engine: backend.engine(), env, lock };
    const confirm = async (found: readonly RecoverFinding[]) => void asked.push(...found);
    const before = [world.stripe.calls.length, world.aws.calls.length] as const;
    const recovered = await recoverStack(target, { confirm, log: () => {} });
    const calls = [...world.stripe.calls.slice(before[0]), ...world.aws.calls.slice(before[1])];
    expect(calls.filter(({ isWrite }) => isWrite).map(({ operation }) => operation)).toEqual([]);
    return { ...recovered, codes: recovered.findings.map(({ code }) => code), asked };
  };
  const declare = (key: string, value: string) => {
    backend.values[`plenigo-stripe:${key}`] = { value, secret: false };
  };
  return { ...world, backend, recover, declare };
}

/** The stack goes on to generation 2; the endpoint before stays as a previous one. */
async function rotate({ who, addEndpoint, endpoint, store, stack }: Awaited<ReturnType<typeof lostStack>>) {
  const second = addEndpoint({ metadata: { ...marksOf("plenigo-stripe", stack, who.companyId, 2) } });
  await store({
    webhookEndpointId: second.id,
    webhookSigningSecret: second.secret,
    previousWebhookEndpointId: endpoint.id,
    previousWebhookSigningSecret: endpoint.secret,
  });
  return second;
}

const place = { stack: "acme.stage", starter: "npx plenigo-stripe" };

const RESOURCES = [
  "plenigo-stripe-acme.stage",
  "plenigo",
  "default",
  "plenigo-generation-1",
  expect.stringMatching(/^default_7_/),
  "plenigo-secret",
  "plenigo-secret-version",
  "plenigo-protection",
];

it("a stack that the backend does not know is made, with all that stands in AWS and Stripe", async () => {
  const { backend, recover, endpoint, aws } = await lostStack();
  const { codes, isChanged, asked } = await recover();
  expect(asked.map(({ code }) => code)).toEqual(["stack-unknown", "foreign-secret"]);
  expect({ codes, isChanged, calls: backend.calls }).toEqual({
    codes: ["stack-unknown", "unknown-endpoint", "foreign-secret"],
    isChanged: true,
    calls: ["make", "import"],
  });
  expect(backend.names).toEqual(RESOURCES);
  expect(backend.resource("plenigo-generation-1")?.id).toBe(endpoint.id);
  const [secret] = aws.secrets();
  expect(backend.resource("plenigo-secret")?.id).toBe(secret?.arn);
  const version = secret?.versions.at(-1)?.versionId;
  expect(backend.resource("plenigo-secret-version")?.id).toBe(`${secret?.arn}|${version}`);
});

it("a state that knows all there is stays as it is", async () => {
  const { backend, recover } = await lostStack();
  await recover();
  backend.calls.length = 0;
  expect(await recover()).toMatchObject({ codes: [], isChanged: false, asked: [] });
  expect(backend.calls).toEqual([]);
});

it("a state of a generation ago gets the new endpoint, and the old one becomes the previous one", async () => {
  const world = await lostStack();
  await world.recover();
  const second = await rotate(world);
  const { codes } = await world.recover();
  expect(codes).toEqual(["unknown-endpoint", "unknown-endpoint", "unknown-version", "generation-differs"]);
  const { backend } = world;
  const [first, current] = ["plenigo-generation-1", "plenigo-generation-2"].map((name) =>
    backend.resource(name),
  );
  expect([first?.id, first?.outputs?.role]).toEqual([world.endpoint.id, "previous"]);
  expect([current?.id, current?.outputs?.role]).toEqual([second.id, "current"]);
  expect(backend.names.slice(-2)).toEqual(["plenigo-secret-version", "plenigo-protection"]);
  expect(backend.resource("plenigo-secret-version")?.dependencies).toContain(current?.urn);
});

it.each([
  ["the same generation, without what the previous one does", "2", undefined, ["previousGeneration enabled"]],
  ["a generation ago", "1", undefined, ["signingSecretGeneration 2", "previousGeneration enabled"]],
  ["a generation too far", "4", "enabled", ["signingSecretGeneration 2", "previousGeneration enabled"]],
  ["what is there", "2", "enabled", []],
  ["the step that follows: the previous one removed", "2", "removed", []],
  ["the step that follows: another generation", "3", "enabled", []],
])(
  "names the lines that make the stack's file fit where it declares %s",
  async (_, generation, previous, lines) => {
    const world = await lostStack();
    await rotate(world);
    world.declare("signingSecretGeneration", generation);
    if (previous) world.declare("previousGeneration", previous);
    const { findings } = await world.recover();
    const next = findings.find(({ code }) => code === "generation-differs")?.next ?? [];
    expect(nextSteps(next, place).map(({ command }) => command)).toEqual(
      lines.map((line) => `pulumi config set plenigo-stripe:${line} --stack acme.stage`),
    );
  },
);

it("a previous endpoint whose removal was interrupted comes back, so that the next update removes it", async () => {
  const world = await lostStack();
  const second = await rotate(world);
  await world.store({ webhookEndpointId: second.id, webhookSigningSecret: second.secret });
  world.declare("signingSecretGeneration", "2");
  world.declare("previousGeneration", "removed");
  await world.recover();
  expect(world.backend.resource("plenigo-generation-1")?.id).toBe(world.endpoint.id);
  const version = world.backend.resource("plenigo-secret-version");
  expect(version?.dependencies?.some((urn) => urn.endsWith("generation-1"))).toBe(false);
});

it("an endpoint whose marks somebody has taken away is known by the secret all the same", async () => {
  const { backend, recover, stripe, endpoint } = await lostStack();
  stripe.changeEndpoint(endpoint.id, { metadata: {} });
  await recover();
  expect(backend.resource("plenigo-generation-1")?.id).toBe(endpoint.id);
});

// A state that holds a secret of the user's own program was taken for one that knows the connection secret.
it("another secret of the program is not taken for the connection secret", async () => {
  const { backend, recover } = await lostStack();
  await recover();
  const lost = ["plenigo-secret", "plenigo-secret-version"];
  const other: DeploymentResource = {
    urn: "urn:pulumi:acme.stage::plenigo-stripe::aws:secretsmanager/secret:Secret::paywall-key",
    custom: true,
    id: "arn:paywall",
    type: "aws:secretsmanager/secret:Secret",
    parent: backend.resources[0]?.urn,
    inputs: { name: "paywall" },
  };
  const rest = backend.resources.filter(({ urn }) => !lost.some((name) => urn.endsWith(`::${name}`)));
  backend.state = { version: 3, deployment: { resources: [...rest, other] } };
  expect((await recover()).codes).toEqual(["foreign-secret"]);
  expect(backend.names).toEqual(expect.arrayContaining([...lost, "paywall-key"]));
});

it("operations that were interrupted are forgotten", async () => {
  const { backend, recover } = await lostStack();
  await recover();
  const [resource] = backend.resources.slice(-1);
  const pending_operations = resource ? [{ type: "creating", resource }] : [];
  backend.state = { version: 3, deployment: { ...backend.state?.deployment, pending_operations } };
  expect((await recover()).codes).toEqual(["pending-operation"]);
  expect(backend.state?.deployment.pending_operations).toBeUndefined();
});

it("an endpoint that plenigo has, and whose signing secret stands nowhere, is told with the two ways", async () => {
  const { backend, recover, endpoint } = await lostStack({ isStored: false });
  backend.state = { version: 3, deployment: {} };
  const { codes, findings, isChanged } = await recover();
  expect({ codes, isChanged }).toEqual({ codes: ["signing-secret-missing"], isChanged: false });
  expect(nextSteps(findings[0]?.next ?? [], place).map(({ command }) => command)).toEqual([
    `pulumi config set plenigo-stripe:adoptEndpointId ${endpoint.id} --stack acme.stage && pulumi config set --secret plenigo-stripe:adoptSigningSecret --stack acme.stage`,
    `stripe webhook_endpoints delete ${endpoint.id}`,
  ]);
});

it("a stack of which neither the backend nor AWS knows anything is not made", async () => {
  const { backend, recover } = await lostStack({ isStored: false });
  expect(await recover()).toMatchObject({ isNeverProvisioned: true, isChanged: false });
  expect(backend.calls).toEqual([]);
});

it("a stack that was made for nothing, since Stripe can't be asked, goes again", async () => {
  const { backend, recover, stripe, who } = await lostStack();
  stripe.revokeKey(who.secretKey);
  await expect(recover()).rejects.toMatchObject({ code: "key-refused" });
  expect(backend.calls).toEqual(["make", "remove"]);
});

const lockOf = (host: string, pid: number): StackLock => ({
  holders: [{ user: "me", host, pid, since: "2026" }],
  reason: "locked",
});

it("the lock of a dead process of this machine is cancelled, after asking", async () => {
  const { backend, recover } = await lostStack();
  await recover();
  backend.calls.length = 0;
  const { asked } = await recover(lockOf(hostname(), 999_999_999));
  expect([asked.map(({ code }) => code), backend.calls]).toEqual([["stale-lock"], ["cancel"]]);
});

it.each([
  ["of a process that runs", hostname(), process.pid],
  ["of another machine", "elsewhere", 999_999_999],
])("a lock %s is named with the cancel line, and nothing else is done", async (_, host, pid) => {
  const { backend, recover } = await lostStack();
  await expect(recover(lockOf(host, pid))).rejects.toMatchObject({ code: "stack-locked" });
  expect(backend.calls).toEqual([]);
});
