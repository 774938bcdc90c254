import { AwsError, invalidParameter } from "../aws-error";
import { addVersion, currentLabel, type EmulatedSecret, epochSeconds } from "../emulated-secret";
import type { RequestInput } from "../request-input";
import { checkTagCount, readName, readTags, readToken, readValue } from "../secret-rules";
import { newArn } from "../secret-store";
import {
  findSecret,
  identityOf,
  type Operation,
  type OperationContext,
  requireAction,
  usable,
} from "./operation";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
export const createSecret: Operation = {
  isWrite: true,
  run(input, context) {
    const name = readName(input);
    const token = readToken(input);
    const value = readValue(input);
    const draft = readDraft(input, name, context);
    // IAM judges the ARN that the secret will have, suffix and all (iann0036/iam-dataset#22, tested against AWS).
    requireAction(context, "CreateSecret", name, draft.arn);
    if (Object.keys(draft.tags).length > 0) requireAction(context, "TagResource", name, draft.arn);
    const existing = context.store.find(name, context.caller);
    if (existing) return answerForExisting(existing, token, value);
    if (value) {
      const version = { versionId: token, stages: [], secretString: value, createdDate: context.now };
      addVersion(draft, version, [currentLabel]);
    }
    context.store.add(draft);
    return { ...identityOf(draft), VersionId: value && token };
  },
};

function readDraft(input: RequestInput, name: string, { caller, now }: OperationContext): EmulatedSecret {
  const tags = readTags(input);
  checkTagCount(tags, "LimitExceededException");
  if (input.structures("AddReplicaRegions")?.length) {
    throw invalidParameter("AddReplicaRegions: this emulator has no replication.");
  }
  return {
    name,
    arn: newArn(name, caller),
    description: input.text("Description", { max: 2048 }) ?? "",
    tags,
    kmsKeyId: input.text("KmsKeyId", { max: 2048 }) || undefined,
    createdDate: now,
    lastChangedDate: now,
    versions: [],
  };
}

/** A repeated call with the same token and value gets the first answer again; anything else is refused. */
function answerForExisting(secret: EmulatedSecret, token: string, value: string | undefined) {
  if (secret.deletedDate !== undefined) {
    const message =
      "You can't create this secret because a secret with this name is already scheduled for deletion.";
    throw new AwsError("InvalidRequestException", message);
  }
  const version = secret.versions.find(({ versionId }) => versionId === token);
  if (version && version.secretString === value) return { ...identityOf(secret), VersionId: token };
  const message = version
    ? tokenInUse(secret, token)
    : `The operation failed because the secret ${secret.name} already exists.`;
  throw new AwsError("ResourceExistsException", message);
}

/** Text of the refusal to write another value with a token that a version already has. */
export function tokenInUse({ arn }: EmulatedSecret, token: string): string {
  return `You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${arn}.`;
}

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

/** At once, scheduled ones too. A secret that doesn't exist is not an error, so that a repeated call succeeds. */
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
