import { CreateSecretCommand, PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import {
  type SecretsManagerEmulator,
  startSecretsManagerEmulator,
} from "../../sandbox/emulators/secrets-manager/secrets-manager-emulator";
import { secretsManager } from "../../src/aws/clients";
import type { Environment } from "../../src/environments";
import { type ConnectionSecret, connectionSecretText } from "../../src/secret/connection-secret";
import { type HandedOver, handedOver } from "./plenigo-fixture";
import { folderWith, PROJECT } from "./project-folder";
import { type CliResult, runCli } from "./run-cli";

/** A stack as it is after `pulumi up`, without the engine: stack file, connection secret, endpoint, and plenigo. */
export interface ProvisionedStack extends HandedOver {
  readonly stack: string;
  /** The project's. */
  readonly folder: string;
  /** What commands find; those of AWS are this process's. */
  readonly env: NodeJS.ProcessEnv;
  readonly aws: SecretsManagerEmulator;
  readonly endpoint: { readonly id: string; readonly secret: string };
  /** Runs `plenigo-stripe …` in the project's folder, in this process and without a terminal. */
  cli(...words: readonly string[]): Promise<CliResult>;
  /** Writes the connection secret anew. */
  store(connection: Partial<ConnectionSecret>): Promise<void>;
}

const cleanUps: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** Makes such a stack; all of it ends with the test. `metadata` is the endpoint's. */
export async function provisionedStack({
  environment = "stage" as Environment,
  metadata = {} as Record<string, string>,
  isStored = true,
} = {}): Promise<ProvisionedStack> {
  const world = await handedOver({ environment });
  const aws = await startSecretsManagerEmulator({
    denied: { reader: ["secretsmanager:GetSecretValue"] },
  });
  cleanUps.push(() => aws.close());
  const { who } = world;
  const stack = `acme.${environment}`;
  const folder = folderWith({ "Pulumi.yaml": PROJECT, [`Pulumi.${stack}.yaml`]: stackFile(world) });
  const { STRIPE_API_KEY, PULUMI_STACK, ...others } = process.env;
  // AWS's SDK, and what limits its calls, read this process's own.
  const awsVariables = {
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: "deployer",
    AWS_SECRET_ACCESS_KEY: "deployer",
    PLENIGO_STRIPE_RETRY_BUDGET_MS: "600",
  };
  jest.replaceProperty(process, "env", { ...others, ...awsVariables });
  const env = { ...process.env, STRIPE_API_BASE: world.stripe.url };
  const endpoint = world.addEndpoint({ metadata });
  const secretName = `plenigo/${environment}/${who.companyId}/stripe`;
  const store = async (connection: Partial<ConnectionSecret>) => {
    const client = await secretsManager({ region: "eu-central-1" });
    const SecretString = connectionSecretText({ ...world.connection(endpoint), ...connection });
    if (aws.secret(secretName))
      await client.send(new PutSecretValueCommand({ SecretId: secretName, SecretString }));
    else await client.send(new CreateSecretCommand({ Name: secretName, SecretString }));
    client.destroy();
  };
  if (isStored) await store({});
  const cli = (...words: readonly string[]) => runCli({ cwd: folder, env }, ...words);
  return { ...world, folder, env, stack, aws, endpoint, store, cli };
}

function stackFile({ who }: HandedOver): string {
  const plain = Object.entries(who.config).filter(([key]) => !key.endsWith("stripeSecretKey"));
  const lines = plain.map(([key, value]) => `  ${key}: ${value}\n`);
  return `config:\n${lines.join("")}  plenigo-stripe:stripeSecretKey: { secure: v1:cipher:text }\n`;
}
