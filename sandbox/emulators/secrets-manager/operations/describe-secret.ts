import { type EmulatedSecret, epochSeconds, idsToLabels } from "../emulated-secret";
import { readPage } from "../paging";
import { findSecret, identityOf, type Operation } from "./operation";

/** Works on scheduled secrets: that is how a caller sees DeletedDate. */
export const describeSecret: Operation = {
  isWrite: false,
  run(input, context) {
    const secret = findSecret(input, context, "DescribeSecret");
    return { ...metadataOf(secret), VersionIdsToStages: idsToLabels(secret) };
  },
};

/** Works on scheduled secrets, too. Versions without labels are listed with IncludeDeprecated only. */
export const listSecretVersionIds: Operation = {
  isWrite: false,
  run(input, context) {
    const secret = findSecret(input, context, "ListSecretVersionIds");
    const all = input.flag("IncludeDeprecated");
    const versions = secret.versions.filter(({ stages }) => all || stages.length > 0);
    const { items, nextToken } = readPage(input, versions, 100);
    return {
      ...identityOf(secret),
      Versions: items.map(({ versionId, stages, lastAccessedDate, createdDate }) => ({
        VersionId: versionId,
        VersionStages: stages.length > 0 ? stages : undefined,
        LastAccessedDate: epochSeconds(lastAccessedDate),
        CreatedDate: epochSeconds(createdDate),
        KmsKeyIds: [secret.kmsKeyId ?? "DefaultEncryptionKey"],
      })),
      NextToken: nextToken,
    };
  },
};

/** What DescribeSecret and ListSecrets both tell; what doesn't apply is left out. */
export function metadataOf(secret: EmulatedSecret): Record<string, unknown> {
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
  };
}
