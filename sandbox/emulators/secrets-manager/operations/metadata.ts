import { constraintBroken } from "../aws-error";
import { type EmulatedSecret, epochSeconds, idsToLabels } from "../emulated-secret";
import { missing, type RequestInput, readPage } from "../request-input";
import { passesFilters, readFilters } from "../secret-filters";
import { checkTagCount, checkTagKey, readTags } from "../secret-rules";
import { findSecret, findUsableSecret, identityOf, type Operation, requireAction } from "./operation";

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

const sortKeys = {
  "created-date": (secret: EmulatedSecret) => secret.createdDate,
  "last-accessed-date": (secret: EmulatedSecret) => secret.lastAccessedDate ?? 0,
  "last-changed-date": (secret: EmulatedSecret) => secret.lastChangedDate,
  name: (secret: EmulatedSecret) => secret.name,
};

/** Scheduled secrets only with IncludePlannedDeletion. Ordered by creation, oldest first, unless asked otherwise. */
export const listSecrets: Operation = {
  isWrite: false,
  run(input, context) {
    requireAction(context, "ListSecrets");
    const filters = readFilters(input) ?? [];
    const withScheduled = input.flag("IncludePlannedDeletion");
    const found = context.store
      .inPlace(context.caller)
      .filter(
        (secret) => (withScheduled || secret.deletedDate === undefined) && passesFilters(secret, filters),
      );
    const { items, nextToken } = readPage(input, sorted(found, input), 100);
    return {
      SecretList: items.map((secret) => ({
        ...metadataOf(secret),
        SecretVersionsToStages: idsToLabels(secret),
      })),
      NextToken: nextToken,
    };
  },
};

function sorted(secrets: EmulatedSecret[], input: RequestInput): EmulatedSecret[] {
  const by = readChoice(input, "SortBy", Object.keys(sortKeys) as (keyof typeof sortKeys)[], "created-date");
  const sign = readChoice(input, "SortOrder", ["asc", "desc"], "asc") === "asc" ? 1 : -1;
  const keyOf = sortKeys[by];
  return secrets.sort((a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    if (left === right) return 0;
    return left < right ? -sign : sign;
  });
}

function readChoice<T extends string>(input: RequestInput, name: string, choices: T[], fallback: T): T {
  const value = input.text(name) ?? fallback;
  const choice = choices.find((candidate) => candidate === value);
  if (choice) return choice;
  throw constraintBroken(name, `Member must satisfy enum value set: [${choices.join(", ")}]`, `'${value}'`);
}
