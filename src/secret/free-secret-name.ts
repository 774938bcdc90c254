import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { awsUnavailable } from "../aws/aws-error";
import { withSecretsManager } from "../aws/clients";
import { type DescribedSecret, describeSecret } from "../aws/describe-secret";
import type { AwsPlace } from "../aws/place";
import { refusalOf } from "../aws/refusals";
import type { Environment } from "../environments";
import { UserError } from "../errors";
import { restoreOrPurge } from "../remedies";

/** The secret that is about to be created. */
export interface SecretToCreate {
  readonly name: string;
  readonly environment: Environment;
  readonly stack: string;
  /** Where it will lie, and with whose credentials AWS is asked. */
  readonly place: AwsPlace;
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
 * Makes room for a secret that is about to be created, where the name is taken. A secret of ours that never had a value
 * is what is left of a create whose answer was lost (AWS takes no second create for it), and goes. One that someone
 * scheduled for deletion is purged on stage if it is ours; on live, where it may be the only copy of a signing secret, a
 * person must decide. Any other secret is left to the create itself, which AWS then refuses.
 * AWS: Secrets Manager, manage_delete-secret. The AWS SDK is loaded only here, where a secret is about to be created.
 * @throws UserError `secret-scheduled-for-deletion`, `aws-unavailable`
 */
export async function freeSecretName(secret: SecretToCreate, patience = PATIENCE): Promise<void> {
  await withSecretsManager(secret.place, async (client) => {
    const found = await describe(client, secret.name);
    if (!found) return;
    const own = Object.entries(secret.tags);
    const isOurs = own.length > 0 && own.every(([key, value]) => found.tags[key] === value);
    const isLeftover = isOurs && found.isEmpty && !found.isScheduled;
    if (!isLeftover && !found.isScheduled) return;
    if (found.isScheduled && (secret.environment === "live" || !isOurs)) throw refusal(secret, isOurs);
    if (!secret.isPreview) await purge(client, secret.name, patience);
  });
}

/** The secret of that name; one that can't be described is left to the create itself. */
async function describe(client: SecretsManagerClient, name: string): Promise<DescribedSecret | undefined> {
  try {
    return await describeSecret(client, name);
  } catch (error) {
    const refusal = refusalOf(error, "secretsmanager:DescribeSecret");
    if (refusal.kind === "denied") return undefined;
    throw awsUnavailable(refusal, `look for a secret ${name} in AWS`, name);
  }
}

async function purge(client: SecretsManagerClient, name: string, patience: Patience): Promise<void> {
  const { DeleteSecretCommand } = await import("@aws-sdk/client-secrets-manager");
  await client.send(new DeleteSecretCommand({ SecretId: name, ForceDeleteWithoutRecovery: true }));
  for (let attempt = 0; attempt < patience.attempts; attempt += 1) {
    if (!(await describe(client, name))) return;
    await patience.sleep(1000);
  }
}

function refusal({ name, environment, place, stack }: SecretToCreate, isOurs: boolean): UserError {
  const why = isOurs ? "it may hold the only copy of a signing secret" : "its tags are not this stack's";
  return new UserError({
    code: "secret-scheduled-for-deletion",
    what: `the connection secret ${name} is scheduled for deletion, and is not purged by itself on ${environment}: ${why}.`,
    where: name,
    next: restoreOrPurge(name, place.region),
    stack,
    state: "No secret was written.",
  });
}
