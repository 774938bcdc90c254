import { awsUnavailable, awsUserError } from "../aws/aws-error";
import { callerIdentity, withSecretsManager } from "../aws/clients";
import { type AwsPlace, accountFault } from "../aws/place";
import { refusalOf, remediesOf } from "../aws/refusals";
import { UserError } from "../errors";
import { explain, pulumi, shell } from "../remedies";
import { type ConnectionSecret, connectionSecretSchema } from "./connection-secret";

/**
 * Reads a stack's connection secret as a consumer does.
 * @param name of the secret in AWS
 * @param place where it lies, and with whose credentials it is read
 * @throws UserError `connection-missing`: not provisioned, or scheduled for deletion; `connection-unreadable`: denied,
 * malformed, or asked in another AWS account than the stack's; `aws-unavailable`
 */
export async function readConnection(
  name: string,
  place: AwsPlace,
  stack: string,
): Promise<ConnectionSecret> {
  const { GetSecretValueCommand } = await import("@aws-sdk/client-secrets-manager");
  const command = new GetSecretValueCommand({ SecretId: name });
  try {
    const { SecretString } = await withSecretsManager(place, (client) => client.send(command));
    const parsed = parseConnection(SecretString);
    if (typeof parsed === "string") throw unreadable(name, stack, parsed);
    return parsed;
  } catch (error) {
    throw error instanceof UserError ? error : await refused(error, name, place, stack);
  }
}

/** The document of a secret's text, or in one line what is wrong with it; no value is repeated. */
export function parseConnection(text: string | undefined): ConnectionSecret | string {
  let document: unknown;
  try {
    document = JSON.parse(text ?? "");
  } catch {
    return "it is not JSON";
  }
  const result = connectionSecretSchema.safeParse(document);
  if (result.success) return result.data;
  const keys = result.error.issues.map(({ path }) => path.join(".") || "the document");
  return `missing or malformed: ${[...new Set(keys)].join(", ")}`;
}

async function refused(error: unknown, name: string, place: AwsPlace, stack: string): Promise<UserError> {
  const refusal = refusalOf(error, "secretsmanager:GetSecretValue");
  switch (refusal.kind) {
    case "gone":
    case "scheduled-for-deletion":
      return (await ofOtherAccount(name, place)) ?? missing(name, stack);
    case "denied":
      return new UserError({
        code: "connection-unreadable",
        what: "AWS does not let these credentials read the connection secret.",
        where: name,
        next: [...remediesOf(refusal), explain("add their ARN to secretReaders, then pulumi up")],
      });
    default:
      return awsUnavailable(refusal, "read the connection secret", name);
  }
}

/** In another account there is no such secret either, and that says nothing of the stack. */
async function ofOtherAccount(name: string, place: AwsPlace): Promise<UserError | undefined> {
  const { allowedAccountIds: allowed } = place;
  if (!allowed) return undefined;
  let accountId: string;
  try {
    accountId = (await callerIdentity(place)).accountId;
  } catch (error) {
    return awsUserError(error, "sts:GetCallerIdentity", "tell whose AWS account was asked", name);
  }
  const fault = accountFault(place, accountId);
  if (!fault) return undefined;
  return new UserError({
    code: "connection-unreadable",
    what: `${fault}.`,
    where: name,
    next: [shell("export AWS_PROFILE=…", `credentials of ${allowed.join(" or ")}`)],
  });
}

function missing(name: string, stack: string): UserError {
  return new UserError({
    code: "connection-missing",
    what: `there is no connection secret of stack ${stack}: it was never provisioned, or it was deleted.`,
    where: name,
    next: [pulumi("up")],
    stack,
  });
}

function unreadable(name: string, stack: string, why: string): UserError {
  return new UserError({
    code: "connection-unreadable",
    what: `the connection secret can't be used: ${why}.`,
    where: name,
    next: [pulumi("up", "writes it again")],
    stack,
  });
}
