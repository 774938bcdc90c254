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
      isEmpty: Object.keys(found.VersionIdsToStages ?? {}).length === 0,
    };
  } catch (error) {
    if (refusalOf(error, "secretsmanager:DescribeSecret").kind === "gone") return undefined;
    throw error;
  }
}
