import type { SecretsManagerClientConfig } from "@aws-sdk/client-secrets-manager";
import type { STSClientConfig } from "@aws-sdk/client-sts";
import { proxyAgentFor } from "../network/proxy";
import { credentialsOf } from "./credentials";
import { callLimits, MAX_ATTEMPTS } from "./limits";
import type { AwsPlace } from "./place";

/**
 * Settings that the clients of all services share: region, credentials, proxy, and limits until an answer begins.
 * @param service as in the host's name: `secretsmanager`
 * @throws UserError `aws-unavailable`: the credentials can't be read without the engine
 */
export async function clientSettings(
  place: AwsPlace,
  service: "secretsmanager" | "sts",
): Promise<SecretsManagerClientConfig & STSClientConfig> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const credentials = await credentialsOf(
    place,
    requestHandlerFor(`https://sts.${place.region}.amazonaws.com`),
  );
  return {
    region: place.region,
    maxAttempts: MAX_ATTEMPTS,
    retryMode: "standard",
    requestHandler: requestHandlerFor(`https://${service}.${place.region}.amazonaws.com`),
    ...(credentials && { credentials }),
  };
}

/** Settings of the HTTP client: the proxy for this address, and limits until an answer begins. */
export function requestHandlerFor(address: string) {
  const { attemptMs } = callLimits();
  const httpsAgent = proxyAgentFor(address);
  return {
    connectionTimeout: attemptMs,
    requestTimeout: attemptMs,
    throwOnRequestTimeout: true,
    ...(httpsAgent && { httpsAgent }),
  };
}
