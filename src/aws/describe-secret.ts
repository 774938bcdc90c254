import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { refusalOf } from "./refusals";

/** A secret without its value. */
export interface DescribedSecret {
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Whether somebody has scheduled its deletion. */
  readonly isScheduled: boolean;
  /** Never had a value: a secret with one has a version that is AWSCURRENT. */
  readonly isEmpty: boolean;
  /** Empty where it has none. */
  readonly description: string;
  /** Missing where AWS's own key encrypts it. */
  readonly kmsKeyId?: string;
  /** Ids of the versions that carry a label (AWSCURRENT, AWSPREVIOUS), by label. */
  readonly versions: Readonly<Record<string, string>>;
}

/** Describes a secret; undefined where there is none. @throws Error of the AWS SDK */
export async function describeSecret(
  client: SecretsManagerClient,
  name: string,
): Promise<DescribedSecret | undefined> {
  const { DescribeSecretCommand } = await import("@aws-sdk/client-secrets-manager");
  try {
    const found = await client.send(new DescribeSecretCommand({ SecretId: name }));
    return {
      arn: found.ARN ?? "",
      tags: Object.fromEntries((found.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
      isScheduled: found.DeletedDate !== undefined,
      description: found.Description ?? "",
      ...(found.KmsKeyId && { kmsKeyId: found.KmsKeyId }),
      versions: Object.fromEntries(
        Object.entries(found.VersionIdsToStages ?? {}).flatMap(([id, labels]) =>
          labels.map((label) => [label, id]),
        ),
      ),
      isEmpty: Object.keys(found.VersionIdsToStages ?? {}).length === 0,
    };
  } catch (error) {
    if (refusalOf(error, "secretsmanager:DescribeSecret").kind === "gone") return undefined;
    throw error;
  }
}
