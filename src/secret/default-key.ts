import type { AwsPlace } from "../aws/place";
import { secretsManager } from "../aws/secrets-manager";
import { messageOf } from "../errors";

/** A secret as Pulumi's state has it, and as the program declares it. */
export interface KeyChange {
  /** Its ARN. */
  readonly secretId: string;
  /** Where it lies, and with whose credentials AWS is asked. */
  readonly place: AwsPlace;
  /** KMS key that it is encrypted with; empty for AWS's own. */
  readonly now?: unknown;
  /** KMS key that is declared, if any. */
  readonly wanted?: unknown;
}

/**
 * Gives a secret AWS's own key again where no key is declared any more, or somebody has set one by hand. The AWS provider
 * leaves an absent key out of its request, AWS keeps the one that it has, and the drift would stay for ever.
 * AWS: API_UpdateSecret, KmsKeyId ("If you set this to an empty string"); terraform-provider-aws #21623.
 */
export async function returnToDefaultKey({ secretId, place, now, wanted }: KeyChange): Promise<void> {
  if (!now || wanted) return;
  const client = await secretsManager(place);
  try {
    const { UpdateSecretCommand } = await import("@aws-sdk/client-secrets-manager");
    await client.send(new UpdateSecretCommand({ SecretId: secretId, KmsKeyId: "" }));
  } catch (error) {
    const { name: code } = error as Error;
    throw new Error(
      `could not give the connection secret AWS's own key again (kmsKeyId is not declared any more): ${code}: ${messageOf(error)}`,
    );
  } finally {
    client.destroy();
  }
}
