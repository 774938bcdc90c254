import { callerIdentity } from "../../aws/clients";
import { readWholeSecret, type WholeSecret } from "../../aws/describe-secret";
import { type AwsPlace, accountFault } from "../../aws/place";
import { refusalOf } from "../../aws/refusals";
import type { StackConfig } from "../../config/stack-config";
import { isSameUrl } from "../../endpoint/marks";
import { managingKey } from "../../endpoint/session";
import { callbackUrl, connectionSecretName } from "../../environments";
import { UserError } from "../../errors";
import { explain, restoreOrPurge, setStripeKey, shell } from "../../remedies";
import { parseConnection } from "../../secret/read-connection";
import { proveAccount } from "../../stripe/account-guard";
import { connectStripe, type StripeEndpoint } from "../../stripe/endpoints-api";
import { retryPolicy } from "../../stripe/retry";

/** An endpoint that the connection secret names. */
export interface NamedEndpoint {
  readonly id: string;
  /** Secret. */
  readonly signingSecret: string;
}

/** What stands in AWS. */
export interface FoundSecret {
  readonly name: string;
  readonly secret: WholeSecret;
  /** Endpoints that the current version names; missing where its document can't be read. */
  readonly current?: NamedEndpoint;
  readonly previous?: NamedEndpoint;
  /** Signing secrets by endpoint, of all labelled versions. Secret. */
  readonly signingSecrets: ReadonlyMap<string, string>;
}

/** Where the connection secret is looked for. */
export interface SecretPlace extends Pick<StackConfig, "environment" | "companyId" | "secretReaders"> {
  readonly aws: AwsPlace;
}

/**
 * Looks the connection secret up by its name, in an account that is proved.
 * @throws UserError `aws-account-mismatch`, `aws-unavailable`, `secret-scheduled-for-deletion`
 */
export async function findSecret(place: SecretPlace, stack: string): Promise<FoundSecret | undefined> {
  const name = connectionSecretName(place.environment, place.companyId);
  await proveAwsAccount(place, stack);
  const secret = await readFromAws(place, name);
  if (!secret) return undefined;
  if (secret.isScheduled) throw scheduled(name, place.aws.region, stack);
  const documents = [secret.current, secret.previous].map((version) => parseConnection(version?.text));
  const signingSecrets = new Map<string, string>();
  for (const document of documents) {
    if (typeof document === "string") continue;
    for (const { id, signingSecret } of namedIn(document))
      if (!signingSecrets.has(id)) signingSecrets.set(id, signingSecret);
  }
  const [document] = documents;
  const [current, previous] = typeof document === "object" ? namedIn(document) : [];
  return { name, secret, current, previous, signingSecrets };
}

function namedIn(document: Exclude<ReturnType<typeof parseConnection>, string>): NamedEndpoint[] {
  const { webhookEndpointId, webhookSigningSecret } = document;
  const { previousWebhookEndpointId: id, previousWebhookSigningSecret: signingSecret } = document;
  const current = { id: webhookEndpointId, signingSecret: webhookSigningSecret };
  return id && signingSecret ? [current, { id, signingSecret }] : [current];
}

async function proveAwsAccount({ aws }: SecretPlace, stack: string): Promise<void> {
  const { accountId } = await callerIdentity(aws).catch((error: unknown) => {
    throw refused(error, "AWS has not told whose credentials these are", stack);
  });
  const fault = accountFault(aws, accountId);
  if (!fault) return;
  throw new UserError({
    code: "aws-account-mismatch",
    what: `${fault}.`,
    where: `aws:allowedAccountIds of stack ${stack}`,
    next: [
      shell(
        "aws sts get-caller-identity",
        "shows whose credentials these are; use those of the stack's account",
      ),
    ],
  });
}

async function readFromAws(
  { aws, secretReaders }: SecretPlace,
  name: string,
): Promise<WholeSecret | undefined> {
  try {
    return await readWholeSecret(aws, name, { withPolicy: secretReaders.length > 0 });
  } catch (error) {
    throw refused(error, "could not read the connection secret in AWS", name);
  }
}

function refused(error: unknown, what: string, where: string): UserError {
  if (error instanceof UserError) return error;
  const { kind, message, permission } = refusalOf(error, "secretsmanager:GetSecretValue");
  return new UserError({
    code: kind === "denied" ? "connection-unreadable" : "aws-unavailable",
    what: `${what}: ${message}`,
    where,
    next: [
      permission
        ? explain(`use credentials with ${permission} on it`)
        : shell("aws sts get-caller-identity", "shows whose AWS credentials these are"),
    ],
    cause: error,
  });
}

function scheduled(name: string, region: string, stack: string): UserError {
  return new UserError({
    code: "secret-scheduled-for-deletion",
    what: `the connection secret ${name} is scheduled for deletion; AWS shows no value of it.`,
    where: name,
    next: restoreOrPurge(name, region),
    stack,
  });
}

/**
 * The endpoints of the stack's account and mode that have its URL, or that the connection secret names.
 * @param config the stack's configuration by full key, decrypted
 * @throws UserError `key-missing`, and what Stripe's client throws
 */
export async function findEndpoints(
  declared: StackConfig,
  env: NodeJS.ProcessEnv,
  config: (fullKey: string) => string | undefined,
  named: FoundSecret | undefined,
): Promise<StripeEndpoint[]> {
  const key = managingKey({ get: config }, env);
  if (!key) {
    throw new UserError({
      code: "key-missing",
      what: "there is no Stripe key to work with.",
      next: [setStripeKey("STRIPE_API_KEY")],
    });
  }
  const api = connectStripe(key, env, retryPolicy(env));
  await proveAccount(api, declared);
  const url = callbackUrl(declared.environment, declared.companyId);
  const ids = new Set(named?.signingSecrets.keys());
  return (await api.list()).filter((endpoint) => isSameUrl(endpoint.url, url) || ids.has(endpoint.id));
}
