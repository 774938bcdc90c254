import { clientSettings } from "./client-settings";
import { limitsPlugin } from "./limits";
import type { AwsPlace } from "./place";

/** Whose AWS credentials a place's calls use. */
export interface CallerIdentity {
  /** AWS account, 12 digits. */
  readonly accountId: string;
  /** User, or session of a role. */
  readonly arn: string;
}

/**
 * Asks AWS whose credentials the calls to a place use; needs no permission.
 * @throws Error of the AWS SDK: no credentials, refused ones, or no answer
 * @throws UserError `aws-unavailable`: the credentials can't be read without the engine
 */
export async function callerIdentity(place: AwsPlace, abortSignal?: AbortSignal): Promise<CallerIdentity> {
  const settings = await clientSettings(place, "sts");
  const { STSClient, GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
  const client = new STSClient(settings);
  client.middlewareStack.use(limitsPlugin("AWS STS"));
  try {
    const { Account, Arn } = await client.send(new GetCallerIdentityCommand({}), { abortSignal });
    return { accountId: Account ?? "", arn: Arn ?? "" };
  } finally {
    client.destroy();
  }
}
