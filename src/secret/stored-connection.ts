import { Secret, SecretPolicy, SecretVersion } from "@pulumi/aws/secretsmanager";
import * as pulumi from "@pulumi/pulumi";
import { type Environment, factsOf } from "../environments";
import { maskLogs } from "./masked-log";
import { readerPolicy } from "./reader-policy";
import { secretHooks } from "./secret-hooks";

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
 * Stands in the state for a connection that must stay whole. It exists nowhere else. Since it depends on everything that
 * the connection is made of, it is the first that a destroy meets: a protected one ends the destroy before anything of the
 * connection is deleted, or dropped from the state; and `--exclude-protected` keeps all that it depends on.
 *
 * The protection of the secret alone comes too late: its version and its reader policy depend on it, so that they go
 * first, and they can't be protected themselves, since a protected resource can't be replaced or taken out.
 * It is declared on unprotected stacks, too: where it is protected it could not be taken out later.
 */
class ConnectionProtection extends pulumi.ComponentResource {
  constructor(name: string, options: pulumi.ComponentResourceOptions) {
    super("plenigo-stripe:index:ConnectionProtection", name, {}, options);
    this.registerOutputs({});
  }
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
    { ...options, protect: args.protect, hooks: secretHooks(name, args) },
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
