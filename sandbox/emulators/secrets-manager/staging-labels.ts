import { AwsError } from "./aws-error";
import { type EmulatedSecret, type EmulatedVersion, versionWithLabel } from "./emulated-secret";

/** The label of the version that is read by default; on exactly one version once there is one. */
export const currentLabel = "AWSCURRENT";

/** The label of the version that was current before. */
export const previousLabel = "AWSPREVIOUS";

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
