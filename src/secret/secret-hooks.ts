import * as pulumi from "@pulumi/pulumi";
import { getConfig } from "@pulumi/pulumi/runtime/config";
import { withSecretsManager } from "../aws/clients";
import { type AwsPlace, awsPlaceOf } from "../aws/place";
import type { Environment } from "../environments";
import { messageOf } from "../errors";
import { freeSecretName } from "./free-secret-name";

/** What the hooks of a connection secret need to know of it. */
export interface HookedSecret {
  readonly environment: Environment;
  /** AWS region that it lies in. */
  readonly region: string;
}

/** The run that declares a secret, as its hooks need to know it. */
interface DeclaringRun {
  readonly stack: string;
  readonly isPreview: boolean;
  readonly place: AwsPlace;
}

/** What happens in an update right before AWS is asked: a taken name is freed, and AWS's own key is set again. */
export function secretHooks(name: string, { environment, region }: HookedSecret): pulumi.ResourceHookBinding {
  // Now: the SDK calls a hook outside of the run. In a process that serves run after run it would be told of none, or of
  // another one, and take a preview for an update.
  const run: DeclaringRun = {
    stack: pulumi.getStack(),
    isPreview: pulumi.runtime.isDryRun(),
    place: { ...awsPlaceOf(getConfig), region },
  };
  return { beforeCreate: [freeNameHook(name, environment, run)], beforeUpdate: [defaultKeyHook(name, run)] };
}

function defaultKeyHook(name: string, { place }: DeclaringRun): pulumi.ResourceHook {
  return new pulumi.ResourceHook(`${name}-return-to-default-key`, async ({ id, oldOutputs, newInputs }) => {
    const { kmsKeyId: now } = (oldOutputs ?? {}) as { kmsKeyId?: unknown };
    const { kmsKeyId: wanted } = (newInputs ?? {}) as { kmsKeyId?: unknown };
    if (now && !wanted) await returnToDefaultKey(id, place);
  });
}

function freeNameHook(name: string, environment: Environment, run: DeclaringRun): pulumi.ResourceHook {
  return new pulumi.ResourceHook(
    `${name}-clear-scheduled-deletion`,
    async ({ newInputs }) => {
      const { name: secretName, tags } = newInputs as { name?: unknown; tags?: unknown };
      if (typeof secretName !== "string" || typeof tags !== "object") return;
      const ownTags = Object.fromEntries(
        Object.entries((tags ?? {}) as Record<string, unknown>).filter(
          ([key]) => key === "managed-by" || key.startsWith("pulumi:"),
        ),
      ) as Record<string, string>;
      await freeSecretName({ ...run, name: secretName, environment, tags: ownTags });
    },
    { onDryRun: true },
  );
}

/**
 * Gives a secret AWS's own key again where no key is declared any more, or somebody has set one by hand. The AWS provider
 * leaves an absent key out of its request, AWS keeps the one that it has, and the drift would stay for ever.
 * AWS: API_UpdateSecret, KmsKeyId ("If you set this to an empty string"); terraform-provider-aws #21623.
 */
async function returnToDefaultKey(secretId: string, place: AwsPlace): Promise<void> {
  const { UpdateSecretCommand } = await import("@aws-sdk/client-secrets-manager");
  const command = new UpdateSecretCommand({ SecretId: secretId, KmsKeyId: "" });
  try {
    await withSecretsManager(place, (client) => client.send(command));
  } catch (error) {
    const { name: code } = error as Error;
    throw new Error(
      `could not give the connection secret AWS's own key again (kmsKeyId is not declared any more): ${code}: ${messageOf(error)}`,
    );
  }
}
