import type { S3ClientConfig } from "@aws-sdk/client-s3";
import type { SecretsManagerClient, SecretsManagerClientConfig } from "@aws-sdk/client-secrets-manager";
import type { STSClientConfig } from "@aws-sdk/client-sts";
import { proxyAgentFor } from "../network/proxy";
import { credentialsOf } from "./credentials";
import { callLimits, limitsPlugin, MAX_ATTEMPTS } from "./limits";
import type { AwsPlace } from "./place";

/**
 * A client of Secrets Manager with the credentials of the place, each call of which is bounded in time and size. The SDK
 * is loaded only when it is needed: it takes a while, and on Node 20 it warns of its age.
 * @throws UserError `aws-unavailable`: the credentials can't be read without the engine
 */
export async function secretsManager(place: AwsPlace): Promise<SecretsManagerClient> {
  const settings = await clientSettings(place, `https://secretsmanager.${place.region}.amazonaws.com`);
  const { SecretsManagerClient: Client } = await import("@aws-sdk/client-secrets-manager");
  const client = new Client(settings);
  client.middlewareStack.use(limitsPlugin("AWS Secrets Manager"));
  return client;
}

/** Works with such a client, which ends with the work. @throws as `secretsManager`, and what the work throws */
export async function withSecretsManager<T>(
  place: AwsPlace,
  work: (client: SecretsManagerClient) => Promise<T>,
): Promise<T> {
  const client = await secretsManager(place);
  return work(client).finally(() => client.destroy());
}

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
  const settings = await clientSettings(place, stsAddress(place));
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

function stsAddress({ region }: AwsPlace): string {
  return `https://sts.${region}.amazonaws.com`;
}

/**
 * Settings that the clients of all services share: region, credentials, proxy, and limits until an answer begins.
 * @param address where the service is, for the choice of a proxy
 * @throws UserError `aws-unavailable`: the credentials can't be read without the engine
 */
export async function clientSettings(
  place: AwsPlace,
  address: string,
): Promise<SecretsManagerClientConfig & STSClientConfig & S3ClientConfig> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const credentials = await credentialsOf(place, requestHandlerFor(stsAddress(place)));
  return {
    ...(place.region && { region: place.region }),
    maxAttempts: MAX_ATTEMPTS,
    retryMode: "standard",
    requestHandler: requestHandlerFor(address),
    ...(credentials && { credentials }),
  };
}

/** Settings of the HTTP client: the proxy for this address, and limits until an answer begins. */
function requestHandlerFor(address: string) {
  const { attemptMs } = callLimits();
  const httpsAgent = proxyAgentFor(address);
  return {
    connectionTimeout: attemptMs,
    requestTimeout: attemptMs,
    throwOnRequestTimeout: true,
    ...(httpsAgent && { httpsAgent }),
  };
}
