import { proxyAgentFor } from "../proxy";

/**
 * The AWS account that the credentials of the environment belong to, 12 digits.
 * @param region AWS region whose STS is asked
 * @throws Error of the AWS SDK: no credentials, or AWS can't be reached
 */
export async function callerAccount(region: string): Promise<string> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const { GetCallerIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
  const httpsAgent = proxyAgentFor(`https://sts.${region}.amazonaws.com`);
  const client = new STSClient({ region, ...(httpsAgent && { requestHandler: { httpsAgent } }) });
  try {
    return (await client.send(new GetCallerIdentityCommand({}))).Account ?? "";
  } finally {
    client.destroy();
  }
}
