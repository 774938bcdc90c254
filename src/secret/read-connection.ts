import { secretsManager } from "../aws/secrets-manager";
import { messageOf, UserError } from "../errors";
import { type ConnectionSecret, connectionSecretSchema } from "./connection-secret";

/**
 * Reads a stack's connection secret as a consumer does.
 * @param name of the secret in AWS
 * @param region AWS region
 * @throws UserError `connection-missing`: not provisioned, or scheduled for deletion; `connection-unreadable`: denied or
 * malformed; `aws-unavailable`
 */
export async function readConnection(name: string, region: string, stack: string): Promise<ConnectionSecret> {
  const client = await secretsManager({ region });
  try {
    const { GetSecretValueCommand } = await import("@aws-sdk/client-secrets-manager");
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: name }));
    const parsed = parseConnection(SecretString);
    if (typeof parsed === "string") throw unreadable(name, stack, parsed);
    return parsed;
  } catch (error) {
    throw error instanceof UserError ? error : awsUserError(error, name, stack);
  } finally {
    client.destroy();
  }
}

/** The document of a secret's text, or in one line what is wrong with it; no value is repeated. */
export function parseConnection(text: string | undefined): ConnectionSecret | string {
  let document: unknown;
  try {
    document = JSON.parse(text ?? "");
  } catch {
    return "it is no JSON";
  }
  const result = connectionSecretSchema.safeParse(document);
  if (result.success) return result.data;
  const keys = result.error.issues.map(({ path }) => path.join(".") || "the document");
  return `missing or malformed: ${[...new Set(keys)].join(", ")}`;
}

function awsUserError(error: unknown, name: string, stack: string): UserError {
  const kind = (error as Error).name;
  const isGone =
    kind === "ResourceNotFoundException" ||
    (kind === "InvalidRequestException" && /delet/i.test(messageOf(error)));
  if (isGone) {
    return new UserError({
      code: "connection-missing",
      what: `there is no connection secret of stack ${stack}: it was never provisioned, or it was deleted.`,
      where: name,
      next: [`pulumi up --stack ${stack}`],
    });
  }
  if (kind === "AccessDeniedException") {
    const what = "AWS does not let these credentials read the connection secret.";
    return new UserError({
      code: "connection-unreadable",
      what,
      where: name,
      next: [
        "use credentials with secretsmanager:GetSecretValue on it",
        "add their ARN to secretReaders, then pulumi up",
      ],
    });
  }
  return new UserError({
    code: "aws-unavailable",
    what: `could not read the connection secret: ${kind}: ${messageOf(error)}`,
    where: name,
    next: ["check the AWS credentials: aws sts get-caller-identity"],
  });
}

function unreadable(name: string, stack: string, why: string): UserError {
  return new UserError({
    code: "connection-unreadable",
    what: `the connection secret can't be used: ${why}.`,
    where: name,
    next: [`pulumi up --stack ${stack}   (writes it again)`],
  });
}
