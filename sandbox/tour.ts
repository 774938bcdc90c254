import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import Stripe from "stripe";
import { runCommand } from "../src/engine/run-command";
import { type ConnectionSecret, connectionSecretSchema } from "../src/secret/connection-secret";
import { stripeAddress } from "../src/stripe/address";
import { sampleKey } from "./sample-tenant";
import { FOLDER } from "./sandbox-folder";
import type { SandboxSession } from "./session";
import { cliRunner, expectThat, masked, pulumiRunner, stepPrinter } from "./tour-steps";

const BROKEN_EVENT = "charge.dispute.created";

/** Shows the main job from nothing to repaired drift and events that arrive, and checks each step. @throws Error at the first that fails */
export async function runTour(session: SandboxSession, print: (text: string) => void): Promise<void> {
  const step = stepPrinter(print);
  const pulumi = pulumiRunner(session, print);

  step("Provision the sample publisher on plenigo's stage system");
  await pulumi(["up", "--yes", "--skip-preview"], 0);
  const outputs = await outputsOf(session);
  const before = await readSecret(session, outputs.connectionSecretName ?? "");

  step("What your applications find in AWS Secrets Manager");
  for (const [key, value] of Object.entries(before)) print(`    ${key.padEnd(22)} ${masked(value)}\n`);

  step(`Somebody switches off ${BROKEN_EVENT} in the Stripe Dashboard`);
  const endpointId = outputs.webhookEndpointId ?? "";
  await removeEvent(session, endpointId);

  step("The drift check finds it: exit code 7");
  const drift = await pulumi(["preview", "--diff", "--expect-no-changes"], 7);
  expectThat(drift.includes(BROKEN_EVENT), `the preview names ${BROKEN_EVENT}`);

  step("The next update repairs it in place");
  await pulumi(["up", "--yes", "--skip-preview", "--suppress-outputs"], 0);
  await pulumi(["preview", "--expect-no-changes"], 0);
  const after = await readSecret(session, outputs.connectionSecretName ?? "");
  expectThat(
    JSON.stringify(after) === JSON.stringify(before),
    "endpoint and signing secret are the same as before",
  );

  step("A person enters the values in plenigo, which a small receiver plays here, and verifies");
  const cli = cliRunner(session, print);
  await cli(["handover", "--stack", "stage"], 0);
  await enterInPlenigo(session, after);
  await cli(["verify", "--stack", "stage"], 0);

  const { enabled_events } = await retrieve(session, endpointId);
  print(`
Done: endpoint ${endpointId} sends its ${enabled_events.length} events to
      ${outputs.webhookUrl}
      and ${outputs.connectionSecretName} holds its signing secret.
${GO_ON}`);
}

const GO_ON = `
Go on by yourself:
  npm run sandbox -- shell                      then: pulumi up, pulumi preview --expect-no-changes, stripe webhook_endpoints list,
                                                npx plenigo-stripe rotate
  npm run sandbox -- exec -- pulumi destroy     takes everything away again
  npm run sandbox -- reset                      forgets the sandbox
`;

async function outputsOf({ env }: SandboxSession): Promise<Record<string, string>> {
  const args = ["stack", "output", "--json", "--stack", "stage"];
  return JSON.parse((await runCommand("pulumi", args, { cwd: FOLDER.project, env })).stdout);
}

async function enterInPlenigo(
  { env }: SandboxSession,
  { webhookSigningSecret: input }: ConnectionSecret,
): Promise<void> {
  const { code } = await runCommand("plenigo", ["enter"], { cwd: FOLDER.project, env, input });
  expectThat(code === 0, "plenigo's stand-in takes the signing secret");
}

async function readSecret({ env, addresses }: SandboxSession, name: string): Promise<ConnectionSecret> {
  const client = new SecretsManagerClient({
    endpoint: addresses.secretsManager,
    region: env.AWS_REGION,
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID ?? "",
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? "",
    },
  });
  const { SecretString = "" } = await client.send(new GetSecretValueCommand({ SecretId: name }));
  return connectionSecretSchema.parse(JSON.parse(SecretString));
}

function stripeOf({ addresses }: SandboxSession): Stripe {
  return new Stripe(sampleKey("stage"), { ...stripeAddress(addresses.stripe), telemetry: false });
}

function retrieve(session: SandboxSession, id: string): Promise<Stripe.WebhookEndpoint> {
  return stripeOf(session).webhookEndpoints.retrieve(id);
}

async function removeEvent(session: SandboxSession, id: string): Promise<void> {
  const { enabled_events } = await retrieve(session, id);
  const kept = enabled_events.filter((name) => name !== BROKEN_EVENT);
  await stripeOf(session).webhookEndpoints.update(id, {
    enabled_events: kept as Stripe.WebhookEndpointUpdateParams.EnabledEvent[],
  });
}
