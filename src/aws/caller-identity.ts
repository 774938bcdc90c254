import { proxyAgentFor } from "../network/proxy";

/** Whose AWS credentials the environment holds. */
export interface CallerIdentity {
  /** AWS account, 12 digits. */
  readonly accountId: string;
  /** User, or session of a role. */
  readonly arn: string;
}

/**
 * Asks AWS whose credentials the environment holds; needs no permission. The SDK is loaded here alone.
 * @param region AWS region whose STS is asked
 * @throws Error of the AWS SDK: no credentials, refused ones, or no answer
 */
export async function callerIdentity(region: string, abortSignal?: AbortSignal): Promise<CallerIdentity> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const { STSClient, GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
  const httpsAgent = proxyAgentFor(`https://sts.${region}.amazonaws.com`);
  const client = new STSClient({ region, ...(httpsAgent && { requestHandler: { httpsAgent } }) });
  try {
    const { Account, Arn } = await client.send(new GetCallerIdentityCommand({}), { abortSignal });
    return { accountId: Account ?? "", arn: Arn ?? "" };
  } finally {
    client.destroy();
  }
}
