import { Secret, SecretPolicy, SecretVersion } from "@pulumi/aws/secretsmanager";
import * as pulumi from "@pulumi/pulumi";
import { getConfig } from "@pulumi/pulumi/runtime/config";
import { type AwsPlace, awsPlaceOf } from "../aws/place";
import { type Environment, factsOf } from "../environments";
import { ConnectionProtection } from "./connection-protection";
import { returnToDefaultKey } from "./default-key";
import { freeSecretName } from "./free-secret-name";
import { maskLogs } from "./masked-log";
import { readerPolicy } from "./reader-policy";

// Here, where everything that may bring a copy of Pulumi's SDK is loaded, and before anything is registered.
maskLogs();

/** What is stored, and how. */
export interface StoredConnectionArgs {
  readonly environment: Environment;
  /** Name of the secret in AWS. */
  readonly secretName: pulumi.Input<string>;
  readonly companyId: pulumi.Input<string>;
  readonly stripeAccountId: pulumi.Input<string>;
  /** Text of the connection secret. Secret. */
  readonly text: pulumi.Input<string>;
  readonly kmsKeyId?: string;
  /** 0 or 7 to 30 days. */
  readonly recoveryWindowInDays: number;
  /** ARNs of IAM principals that may read it. */
  readonly secretReaders: readonly string[];
  readonly protect: boolean;
  readonly region: string;
}

/**
 * Stores the connection secret with its reader policy; returns the secret. `options` go to each resource. `protect` keeps
 * a destroy from all of it, and from what the text comes from.
 */
export function storeConnection(
  name: string,
  args: StoredConnectionArgs,
  options: pulumi.CustomResourceOptions,
): Secret {
  const tags = pulumi.output(tagsOf(args));
  const secret = new Secret(
    `${name}-secret`,
    {
      name: args.secretName,
      description: `Stripe connection of plenigo company (${args.environment}), written by plenigo-stripe`,
      kmsKeyId: args.kmsKeyId,
      // Without readers a policy that somebody has put on it is drift, and goes. AWS's provider takes "{}" for none.
      policy: args.secretReaders.length > 0 ? undefined : "{}",
      recoveryWindowInDays: args.recoveryWindowInDays,
      tags,
    },
    { ...options, protect: args.protect, hooks: hooksOf(name, args) },
  );
  const version = new SecretVersion(
    `${name}-secret-version`,
    {
      secretId: secret.id,
      secretString: pulumi.secret(args.text),
      // The only way that an edit by hand is noticed: the label must sit on the version that we wrote.
      versionStages: ["AWSCURRENT"],
    },
    // AWS can't delete a version, only take its labels away: where a lost answer or an edit by hand has moved them, that
    // fails for ever. Without it nothing is kept that would go otherwise; the secret's end takes all versions along.
    { ...options, retainOnDelete: true },
  );
  const policy = storeReaderPolicy(name, secret, args, options);
  new ConnectionProtection(`${name}-protection`, {
    ...options,
    protect: args.protect,
    dependsOn: [secret, version, ...policy],
  });
  return secret;
}

/** The policy in a list; an empty one where nobody else may read. */
function storeReaderPolicy(
  name: string,
  secret: Secret,
  { secretReaders }: StoredConnectionArgs,
  options: pulumi.CustomResourceOptions,
): SecretPolicy[] {
  if (secretReaders.length === 0) return [];
  const inputs = { secretArn: secret.arn, policy: readerPolicy(secretReaders), blockPublicPolicy: true };
  return [new SecretPolicy(`${name}-secret-policy`, inputs, options)];
}

function tagsOf({ environment, companyId, stripeAccountId }: StoredConnectionArgs) {
  return {
    "managed-by": "plenigo-stripe",
    "plenigo:company-id": companyId,
    "plenigo:environment": environment,
    "pulumi:project": pulumi.getProject(),
    "pulumi:stack": pulumi.getStack(),
    "stripe:account-id": stripeAccountId,
    "stripe:mode": factsOf(environment).mode,
  };
}

/** The run that declares a secret, as its hooks need to know it. */
interface DeclaringRun {
  readonly stack: string;
  readonly isPreview: boolean;
  readonly place: AwsPlace;
}

function hooksOf(name: string, args: StoredConnectionArgs): pulumi.ResourceHookBinding {
  // Now: the SDK calls a hook outside of the run. In a process that serves run after run it would be told of none, or of
  // another one, and take a preview for an update.
  const run: DeclaringRun = {
    stack: pulumi.getStack(),
    isPreview: pulumi.runtime.isDryRun(),
    place: { ...awsPlaceOf(getConfig), region: args.region },
  };
  return { beforeCreate: [freeNameHook(name, args, run)], beforeUpdate: [defaultKeyHook(name, run)] };
}

function defaultKeyHook(name: string, { place }: DeclaringRun): pulumi.ResourceHook {
  return new pulumi.ResourceHook(`${name}-return-to-default-key`, async ({ id, oldOutputs, newInputs }) => {
    const { kmsKeyId: now } = (oldOutputs ?? {}) as { kmsKeyId?: unknown };
    const { kmsKeyId: wanted } = (newInputs ?? {}) as { kmsKeyId?: unknown };
    await returnToDefaultKey({ secretId: id, place, now, wanted });
  });
}

function freeNameHook(
  name: string,
  { environment }: StoredConnectionArgs,
  run: DeclaringRun,
): pulumi.ResourceHook {
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
