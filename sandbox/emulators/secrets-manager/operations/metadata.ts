import { AwsError } from "../aws-error";
import { epochSeconds, idsToLabels } from "../emulated-secret";
import { missing } from "../request-input";
import { isPublic, parsePolicy } from "../resource-policy";
import { checkTagCount, checkTagKey, readTags } from "../secret-rules";
import { findSecret, findUsableSecret, identityOf, type Operation } from "./operation";

/** Works on scheduled secrets: that is how a caller sees DeletedDate. */
export const describeSecret: Operation = {
  isWrite: false,
  run(input, context) {
    const secret = findSecret(input, context, "DescribeSecret");
    const tags = Object.entries(secret.tags).map(([Key, Value]) => ({ Key, Value }));
    return {
      ...identityOf(secret),
      Description: secret.description || undefined,
      KmsKeyId: secret.kmsKeyId,
      CreatedDate: epochSeconds(secret.createdDate),
      LastChangedDate: epochSeconds(secret.lastChangedDate),
      LastAccessedDate: epochSeconds(secret.lastAccessedDate),
      DeletedDate: epochSeconds(secret.deletedDate),
      Tags: tags.length > 0 ? tags : undefined,
      VersionIdsToStages: idsToLabels(secret),
    };
  },
};

/** The labelled versions, at most 20: there is no second page. Works on scheduled secrets, too. */
export const listSecretVersionIds: Operation = {
  isWrite: false,
  run(input, context) {
    const secret = findSecret(input, context, "ListSecretVersionIds");
    const labelled = secret.versions.filter(({ stages }) => stages.length > 0);
    return {
      ...identityOf(secret),
      Versions: labelled.map(({ versionId, stages, lastAccessedDate, createdDate }) => ({
        VersionId: versionId,
        VersionStages: stages,
        LastAccessedDate: epochSeconds(lastAccessedDate),
        CreatedDate: epochSeconds(createdDate),
        KmsKeyIds: [secret.kmsKeyId ?? "DefaultEncryptionKey"],
      })),
    };
  },
};

/** Adds tags and overwrites those of the same key. */
export const tagResource: Operation = {
  isWrite: true,
  run(input, context) {
    const added = input.structures("Tags") ? readTags(input) : missing("Tags");
    const secret = findUsableSecret(input, context, "TagResource");
    const tags = { ...secret.tags, ...added };
    checkTagCount(tags, "InvalidParameterException");
    secret.tags = tags;
    secret.lastChangedDate = context.now;
    return {};
  },
};

/** Keys that the secret doesn't have are not an error. */
export const untagResource: Operation = {
  isWrite: true,
  run(input, context) {
    const keys = input.texts("TagKeys", {}, { min: 1, max: 128 }) ?? missing("TagKeys");
    for (const key of keys) checkTagKey(key);
    const secret = findUsableSecret(input, context, "UntagResource");
    secret.tags = Object.fromEntries(Object.entries(secret.tags).filter(([key]) => !keys.includes(key)));
    secret.lastChangedDate = context.now;
    return {};
  },
};

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html */
export const putResourcePolicy: Operation = {
  isWrite: true,
  run(input, context) {
    const text = input.requiredText("ResourcePolicy", { min: 1, max: 20_480 });
    const blocksPublic = input.flag("BlockPublicPolicy");
    const secret = findUsableSecret(input, context, "PutResourcePolicy");
    const statements = parsePolicy(text);
    if (blocksPublic && isPublic(statements)) {
      const message = "You can't attach a resource-based policy that allows broad access to the secret.";
      throw new AwsError("PublicPolicyException", message);
    }
    secret.policy = text;
    secret.lastChangedDate = context.now;
    return identityOf(secret);
  },
};

/** ResourcePolicy is left out where there is none. */
export const getResourcePolicy: Operation = {
  isWrite: false,
  run(input, context) {
    const secret = findUsableSecret(input, context, "GetResourcePolicy");
    return { ...identityOf(secret), ResourcePolicy: secret.policy };
  },
};

/** Without a policy it succeeds all the same. */
export const deleteResourcePolicy: Operation = {
  isWrite: true,
  run(input, context) {
    const secret = findUsableSecret(input, context, "DeleteResourcePolicy");
    secret.policy = undefined;
    secret.lastChangedDate = context.now;
    return identityOf(secret);
  },
};
