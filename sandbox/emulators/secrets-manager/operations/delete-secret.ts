import { AwsError, invalidParameter } from "../aws-error";
import { epochSeconds } from "../emulated-secret";
import type { RequestInput } from "../request-input";
import { newArn } from "../secret-store";
import { findSecret, identityOf, type Operation, type OperationContext, usable } from "./operation";

const dayMs = 24 * 60 * 60 * 1000;
const defaultWindowInDays = 30;

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html */
export const deleteSecret: Operation = {
  isWrite: true,
  run(input, context) {
    const windowInDays = input.number("RecoveryWindowInDays");
    const isForced = input.flag("ForceDeleteWithoutRecovery");
    if (isForced && windowInDays !== undefined) {
      throw invalidParameter(
        "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
      );
    }
    if (windowInDays !== undefined && (windowInDays < 7 || windowInDays > 30)) {
      throw invalidParameter("The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
    }
    if (isForced) return deleteForGood(input, context);
    const secret = usable(findSecret(input, context, "DeleteSecret"));
    secret.deletedDate = context.now + (windowInDays ?? defaultWindowInDays) * dayMs;
    secret.lastChangedDate = context.now;
    return { ...identityOf(secret), DeletionDate: epochSeconds(secret.deletedDate) };
  },
};

/** Cancels a scheduled deletion; a secret that isn't scheduled stays as it is. */
export const restoreSecret: Operation = {
  isWrite: true,
  run(input, context) {
    const secret = findSecret(input, context, "RestoreSecret");
    if (secret.deletedDate !== undefined) secret.lastChangedDate = context.now;
    secret.deletedDate = undefined;
    return identityOf(secret);
  },
};

/** At once, scheduled ones too. A secret that doesn't exist is no error, so that a repeated call succeeds. */
function deleteForGood(input: RequestInput, context: OperationContext) {
  const secretId = input.requiredText("SecretId", { min: 1, max: 2048 });
  const DeletionDate = epochSeconds(context.now);
  try {
    const secret = findSecret(input, context, "DeleteSecret");
    context.store.remove(secret);
    return { ...identityOf(secret), DeletionDate };
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "ResourceNotFoundException") throw error;
    const arn = secretId.startsWith("arn:") ? secretId : newArn(secretId, context.caller);
    return { ARN: arn, Name: nameIn(secretId), DeletionDate };
  }
}

function nameIn(secretId: string): string {
  return secretId.startsWith("arn:") ? secretId.split(":").slice(6).join(":") : secretId;
}
