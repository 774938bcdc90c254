import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { withSecretsManager } from "./clients";
import type { AwsPlace } from "./place";
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

/** A version of a secret. Its text is secret. */
export interface SecretVersionText {
  readonly id: string;
  readonly text: string;
}

/** A secret with the texts of its labelled versions. */
export interface WholeSecret extends DescribedSecret {
  readonly current?: SecretVersionText;
  readonly previous?: SecretVersionText;
  /** Resource policy; missing where there is none, or nobody has asked for it. */
  readonly policy?: string;
}

/**
 * Reads a secret with all that a state holds of it; undefined where there is none. Of one that is scheduled for deletion
 * AWS shows no value.
 * @throws Error of the AWS SDK
 */
export async function readWholeSecret(
  place: AwsPlace,
  name: string,
  { withPolicy }: { readonly withPolicy: boolean },
): Promise<WholeSecret | undefined> {
  return withSecretsManager(place, async (client) => {
    const described = await describeSecret(client, name);
    if (!described || described.isScheduled) return described;
    const [current, previous, policy] = await Promise.all([
      readVersion(client, described, "AWSCURRENT"),
      readVersion(client, described, "AWSPREVIOUS"),
      withPolicy ? readPolicy(client, described.arn) : undefined,
    ]);
    return { ...described, current, previous, policy };
  });
}

async function readVersion(
  client: SecretsManagerClient,
  { arn, versions }: DescribedSecret,
  label: string,
): Promise<SecretVersionText | undefined> {
  const id = versions[label];
  if (id === undefined) return undefined;
  const { GetSecretValueCommand } = await import("@aws-sdk/client-secrets-manager");
  const { SecretString = "" } = await client.send(
    new GetSecretValueCommand({ SecretId: arn, VersionId: id }),
  );
  return { id, text: SecretString };
}

async function readPolicy(client: SecretsManagerClient, arn: string): Promise<string | undefined> {
  const { GetResourcePolicyCommand } = await import("@aws-sdk/client-secrets-manager");
  return (await client.send(new GetResourcePolicyCommand({ SecretId: arn }))).ResourcePolicy || undefined;
}
