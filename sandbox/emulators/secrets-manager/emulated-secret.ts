/** A version of a secret. It has a string or a binary value, never both. */
export interface EmulatedVersion {
  /** 32-64 characters: the ClientRequestToken it was written with. */
  readonly versionId: string;
  /** Staging labels; empty for a version that AWS calls deprecated. */
  stages: string[];
  readonly secretString?: string;
  /** Base64. */
  readonly secretBinary?: string;
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

/** Labelled versions and their labels, as DescribeSecret and ListSecrets tell them; undefined without any. */
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
