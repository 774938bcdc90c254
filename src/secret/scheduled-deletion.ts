import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Environment } from "../environments";
import { messageOf, UserError } from "../errors";
import { secretsManager } from "./secrets-manager";

/** The secret that is about to be created. */
export interface SecretToCreate {
  readonly name: string;
  readonly environment: Environment;
  readonly region: string;
  /** Tags that prove an existing secret to be this stack's. */
  readonly tags: Readonly<Record<string, string>>;
  /** Whether nothing may be changed. */
  readonly isPreview: boolean;
}

/** How often and how long to wait for AWS to forget a purged name; handed in, so that tests need not wait. */
export interface Patience {
  readonly attempts: number;
  readonly sleep: (ms: number) => Promise<void>;
}

const PATIENCE: Patience = {
  attempts: 30,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/**
 * A secret that someone scheduled for deletion blocks its name. On stage one of ours is purged, so that it can be made
 * anew; on live, where it may be the only copy of a signing secret, a person must decide.
 * AWS: Secrets Manager, manage_delete-secret. The AWS SDK is loaded only here, where a secret is about to be created.
 * @throws UserError `secret-scheduled-for-deletion`
 */
export async function clearScheduledDeletion(secret: SecretToCreate, patience = PATIENCE): Promise<void> {
  const client = await secretsManager(secret.region);
  try {
    const tags = await scheduledTags(client, secret.name);
    if (!tags) return;
    const isOurs = Object.entries(secret.tags).every(([key, value]) => tags[key] === value);
    if (secret.environment === "live" || !isOurs) throw refusal(secret, isOurs);
    if (!secret.isPreview) await purge(client, secret.name, patience);
  } finally {
    client.destroy();
  }
}

/** Tags of the secret if it is scheduled for deletion; a secret that can't be described is left to the create itself. */
async function scheduledTags(
  client: SecretsManagerClient,
  name: string,
): Promise<Record<string, string> | undefined> {
  const { DescribeSecretCommand } = await import("@aws-sdk/client-secrets-manager");
  try {
    const found = await client.send(new DescribeSecretCommand({ SecretId: name }));
    if (!found.DeletedDate) return undefined;
    return Object.fromEntries((found.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
  } catch (error) {
    const { name: code } = error as Error;
    if (code === "ResourceNotFoundException" || code === "AccessDeniedException") return undefined;
    throw new Error(`could not look for a scheduled secret ${name}: ${code}: ${messageOf(error)}`);
  }
}

async function purge(client: SecretsManagerClient, name: string, patience: Patience): Promise<void> {
  const { DeleteSecretCommand } = await import("@aws-sdk/client-secrets-manager");
  await client.send(new DeleteSecretCommand({ SecretId: name, ForceDeleteWithoutRecovery: true }));
  for (let attempt = 0; attempt < patience.attempts; attempt += 1) {
    if (!(await scheduledTags(client, name))) return;
    await patience.sleep(1000);
  }
}

function refusal({ name, environment, region }: SecretToCreate, isOurs: boolean): UserError {
  const target = `--secret-id ${name} --region ${region}`;
  const why = isOurs ? "it may hold the only copy of a signing secret" : "its tags are not this stack's";
  return new UserError({
    code: "secret-scheduled-for-deletion",
    what: `the connection secret ${name} is scheduled for deletion, and is not purged by itself on ${environment}: ${why}.`,
    where: name,
    next: [
      `aws secretsmanager restore-secret ${target}   (keeps its values; then bring it in with pulumi import)`,
      `aws secretsmanager delete-secret ${target} --force-delete-without-recovery   (can't be undone; then pulumi up)`,
    ],
    state: "No secret was written.",
  });
}
