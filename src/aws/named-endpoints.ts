import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { UserError } from "../errors";
import { callerIdentity, withSecretsManager } from "./clients";
import { type AwsPlace, accountFault } from "./place";
import { refusalOf } from "./refusals";

/** Ids of the endpoints that a connection secret names, or why that can't be told. */
export type NamedEndpoints =
  | {
      readonly kind: "named";
      /** Current and previous endpoint of the version that carries AWSCURRENT. */
      readonly current: ReadonlySet<string>;
      /** The same over AWSCURRENT and AWSPREVIOUS. */
      readonly all: ReadonlySet<string>;
    }
  /** There is no such secret, or it has no value, in an account that is proved to be the stack's. */
  | { readonly kind: "none" }
  /** One line; names the permission where one is missing. */
  | { readonly kind: "unknown"; readonly reason: string };

const LABELS = ["AWSCURRENT", "AWSPREVIOUS"] as const;

/**
 * Looks up which endpoints a connection secret names. That there is none counts only in an account that AWS says is one
 * of `allowedAccountIds`; denied, malformed, scheduled for deletion, no answer or another account can't be told from use.
 * Never throws for what AWS says.
 * @param name of the secret: `plenigo/stage/COMPANY/stripe`
 */
export async function endpointsNamedBy(name: string, place: AwsPlace): Promise<NamedEndpoints> {
  try {
    return await withSecretsManager(place, (client) => lookUp(client, name, place));
  } catch (error) {
    if (error instanceof CannotTell) return { kind: "unknown", reason: error.message };
    if (error instanceof UserError) return { kind: "unknown", reason: error.parts.what };
    throw error;
  }
}

/** Why a question stays open, in one line. */
class CannotTell extends Error {}

async function lookUp(client: SecretsManagerClient, name: string, place: AwsPlace): Promise<NamedEndpoints> {
  // What a secret of another account names, or does not name, says nothing of this stack.
  await proveAccount(place);
  const sets: Set<string>[] = [];
  for (const label of LABELS) {
    const text = await versionOf(client, name, label);
    sets.push(text === undefined ? new Set() : idsIn(text, name, label));
  }
  const [current = new Set<string>(), previous = new Set<string>()] = sets;
  const all = new Set([...current, ...previous]);
  return all.size > 0 ? { kind: "named", current, all } : { kind: "none" };
}

async function versionOf(
  client: SecretsManagerClient,
  name: string,
  label: string,
): Promise<string | undefined> {
  const { GetSecretValueCommand } = await import("@aws-sdk/client-secrets-manager");
  try {
    const answer = await client.send(new GetSecretValueCommand({ SecretId: name, VersionStage: label }));
    return answer.SecretString ?? "";
  } catch (error) {
    const { kind, message, permission } = refusalOf(error, "secretsmanager:GetSecretValue");
    if (kind === "gone") return undefined;
    if (kind === "scheduled-for-deletion")
      throw new CannotTell(`the secret ${name} is scheduled for deletion`);
    if (kind === "denied") throw new CannotTell(`AWS denies ${permission} on ${name}`);
    throw new CannotTell(message);
  }
}

/** Looks at the two ids alone: a document that is otherwise incomplete still says which endpoint it is about. */
function idsIn(text: string, name: string, label: string): Set<string> {
  const malformed = new CannotTell(`version ${label} of the secret ${name} is not a connection secret`);
  let document: { webhookEndpointId?: unknown; previousWebhookEndpointId?: unknown } | null;
  try {
    document = JSON.parse(text);
  } catch {
    throw malformed;
  }
  const { webhookEndpointId, previousWebhookEndpointId } = document ?? {};
  if (typeof webhookEndpointId !== "string" || !webhookEndpointId) throw malformed;
  const ids = [webhookEndpointId, previousWebhookEndpointId];
  return new Set(ids.filter((id) => typeof id === "string" && id !== "") as string[]);
}

async function proveAccount(place: AwsPlace): Promise<void> {
  const { allowedAccountIds = [] } = place;
  if (allowedAccountIds.length === 0)
    throw new CannotTell("aws:allowedAccountIds is missing, so that the AWS account can't be proved");
  let accountId: string;
  try {
    accountId = (await callerIdentity(place)).accountId;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new CannotTell(refusalOf(error, "sts:GetCallerIdentity").message);
  }
  const fault = accountFault(place, accountId);
  if (fault) throw new CannotTell(fault);
}
