import { AwsError } from "./aws-error";

/** A version of a secret. */
export interface EmulatedVersion {
  /** 32-64 characters: the ClientRequestToken it was written with. */
  readonly versionId: string;
  /** Staging labels; empty for a version that AWS calls deprecated. */
  stages: string[];
  readonly secretString: string;
  /** Milliseconds since 1970, like every date here. */
  readonly createdDate: number;
  /** Start of the UTC day of the last GetSecretValue. */
  lastAccessedDate?: number;
}

/** A secret as the emulator keeps it, in memory and in the state file. */
export interface EmulatedSecret {
  readonly name: string;
  /** Ends in a hyphen and six random characters; tells account and region. */
  readonly arn: string;
  description: string;
  tags: Record<string, string>;
  /** Left out for the account's default key `aws/secretsmanager`. */
  kmsKeyId?: string;
  /** Resource policy, as it was put. */
  policy?: string;
  readonly createdDate: number;
  lastChangedDate: number;
  lastAccessedDate?: number;
  /** When the recovery window ends; only while the deletion is scheduled. */
  deletedDate?: number;
  /** Oldest first. */
  versions: EmulatedVersion[];
}

/** The version that carries `label`. */
export function versionWithLabel(secret: EmulatedSecret, label: string): EmulatedVersion | undefined {
  return secret.versions.find((version) => version.stages.includes(label));
}

/** Labelled versions and their labels, as DescribeSecret tells them; undefined without any. */
export function idsToLabels(secret: EmulatedSecret): Record<string, string[]> | undefined {
  const labelled = secret.versions.filter((version) => version.stages.length > 0);
  if (labelled.length === 0) return undefined;
  return Object.fromEntries(labelled.map((version) => [version.versionId, version.stages]));
}

/** AWS's JSON timestamp: seconds since 1970, milliseconds behind the point. */
export function epochSeconds(ms: number): number;
export function epochSeconds(ms: number | undefined): number | undefined;
export function epochSeconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms / 1000;
}

/** The label of the version that is read by default; on exactly one version once there is one. */
export const currentLabel = "AWSCURRENT";

/** The label of the version that was current before. */
const previousLabel = "AWSPREVIOUS";

const pendingLabel = "AWSPENDING";
const maxLabels = 20;
const keptVersions = 100;
const keptMs = 24 * 60 * 60 * 1000;

/**
 * Adds a version with `labels`, which leave the versions they were on; the first version gets AWSCURRENT in any
 * case. Old versions without labels go when they are neither among the newest 100 nor younger than 24 hours.
 * docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html#term_version
 */
export function addVersion(
  secret: EmulatedSecret,
  version: EmulatedVersion,
  labels: readonly string[],
): void {
  const isFirst = versionWithLabel(secret, currentLabel) === undefined;
  const wanted = [...new Set(isFirst ? [currentLabel, ...labels] : labels)];
  checkLabelCount(secret, wanted);
  const former = versionWithLabel(secret, currentLabel);
  secret.versions.push(version);
  for (const label of wanted) attachLabel(secret, version, label);
  // Recorded against AWS: a former current version that was also pending keeps only its other labels.
  if (former && wanted.includes(currentLabel)) removeLabel(former, pendingLabel);
  secret.versions = secret.versions.filter(
    ({ stages, createdDate }, index, all) =>
      stages.length > 0 || all.length - index <= keptVersions || version.createdDate - createdDate < keptMs,
  );
}

/** Moves `label` to `version`; when that is AWSCURRENT, AWSPREVIOUS goes to the version that had it. */
export function moveLabel(secret: EmulatedSecret, version: EmulatedVersion, label: string): void {
  checkLabelCount(secret, [label]);
  attachLabel(secret, version, label);
}

/** Takes `label` off `version`, if it is there. */
export function removeLabel(version: EmulatedVersion, label: string): void {
  version.stages = version.stages.filter((stage) => stage !== label);
}

function attachLabel(secret: EmulatedSecret, version: EmulatedVersion, label: string): void {
  const holder = versionWithLabel(secret, label);
  if (holder === version) return;
  if (holder) removeLabel(holder, label);
  version.stages.push(label);
  if (label === currentLabel && holder) attachLabel(secret, holder, previousLabel);
}

/** At most 20 labels a secret, over all its versions and with the AWSPREVIOUS that may come along. */
function checkLabelCount(secret: EmulatedSecret, added: readonly string[]): void {
  const labels = new Set([...secret.versions.flatMap((version) => version.stages), ...added]);
  if (added.includes(currentLabel) && versionWithLabel(secret, currentLabel)) labels.add(previousLabel);
  if (labels.size <= maxLabels) return;
  throw new AwsError("LimitExceededException", `A secret can't have more than ${maxLabels} staging labels.`);
}
