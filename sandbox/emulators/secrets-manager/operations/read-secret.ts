import { AwsError, invalidParameter, versionNotFound } from "../aws-error";
import {
  currentLabel,
  type EmulatedSecret,
  type EmulatedVersion,
  epochSeconds,
  versionWithLabel,
} from "../emulated-secret";
import {
  findSecretNamed,
  findUsableSecret,
  identityOf,
  type Operation,
  type OperationContext,
  requireAction,
  usable,
} from "./operation";

const dayMs = 24 * 60 * 60 * 1000;

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
export const getSecretValue: Operation = {
  isWrite: false,
  run(input, context) {
    const versionId = input.text("VersionId", { min: 32, max: 64 });
    const label = input.text("VersionStage", { min: 1, max: 256 });
    const secret = findUsableSecret(input, context, "GetSecretValue");
    return valueAnswer(secret, findVersion(secret, versionId, label), context);
  },
};

/** By names alone. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html */
export const batchGetSecretValue: Operation = {
  isWrite: false,
  run(input, context) {
    const ids = input.texts("SecretIdList", { min: 1, max: 20 }, { min: 1, max: 2048 });
    if (!ids) throw invalidParameter("Either 'SecretIdList' or 'Filters' must be provided, but not both.");
    requireAction(context, "BatchGetSecretValue");
    return readEach(ids, context);
  },
};

/** What can't be read becomes an entry of Errors and doesn't hide the rest. */
function readEach(ids: readonly string[], context: OperationContext) {
  const values: Record<string, unknown>[] = [];
  const errors: Record<string, unknown>[] = [];
  for (const id of ids) {
    try {
      const secret = usable(findSecretNamed(id, context, "GetSecretValue"));
      values.push(valueAnswer(secret, findVersion(secret), context));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      errors.push({ SecretId: id, ErrorCode: error.code, Message: error.message });
    }
  }
  return { SecretValues: values, Errors: errors };
}

function findVersion(secret: EmulatedSecret, versionId?: string, label?: string): EmulatedVersion {
  if (versionId === undefined) {
    const wanted = label ?? currentLabel;
    const labelled = versionWithLabel(secret, wanted);
    if (!labelled) throw versionNotFound(`staging label: ${wanted}`);
    return labelled;
  }
  const version = secret.versions.find((candidate) => candidate.versionId === versionId);
  if (!version) throw versionNotFound(`VersionId: ${versionId}`);
  if (label !== undefined && !version.stages.includes(label)) {
    const message = "You provided a VersionStage that is not associated to the provided VersionId.";
    throw new AwsError("InvalidRequestException", message);
  }
  return version;
}

function valueAnswer(
  secret: EmulatedSecret,
  version: EmulatedVersion,
  { caller, now, store }: OperationContext,
) {
  if (secret.kmsKeyId === undefined && secret.arn.split(":")[4] !== caller.account) {
    const message =
      "You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key.";
    throw new AwsError("InvalidRequestException", message);
  }
  const today = now - (now % dayMs);
  if (version.lastAccessedDate !== today) store.markChanged();
  version.lastAccessedDate = today;
  secret.lastAccessedDate = today;
  return {
    ...identityOf(secret),
    VersionId: version.versionId,
    SecretString: version.secretString,
    VersionStages: version.stages,
    CreatedDate: epochSeconds(version.createdDate),
  };
}
