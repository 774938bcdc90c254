import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { proxyAgentFor } from "../network/proxy";

/**
 * A client of Secrets Manager with the credentials of the environment. The SDK is loaded here alone, and only when it
 * is needed: it takes a while, and on Node 20 it warns of its age.
 * @param region AWS region of the connection secret
 */
export async function secretsManager(region: string): Promise<SecretsManagerClient> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const { SecretsManagerClient: Client } = await import("@aws-sdk/client-secrets-manager");
  const httpsAgent = proxyAgentFor(`https://secretsmanager.${region}.amazonaws.com`);
  return new Client({ region, ...(httpsAgent && { requestHandler: { httpsAgent } }) });
}
