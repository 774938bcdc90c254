import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { clientSettings } from "./client-settings";
import { limitsPlugin } from "./limits";
import type { AwsPlace } from "./place";

export { type AwsPlace, awsPlaceOf } from "./place";

/**
 * A client of Secrets Manager with the credentials of the place, each call of which is bounded in time and size. The SDK
 * is loaded only when it is needed: it takes a while, and on Node 20 it warns of its age.
 * @throws UserError `aws-unavailable`: the credentials can't be read without the engine
 */
export async function secretsManager(place: AwsPlace): Promise<SecretsManagerClient> {
  const settings = await clientSettings(place, "secretsmanager");
  const { SecretsManagerClient: Client } = await import("@aws-sdk/client-secrets-manager");
  const client = new Client(settings);
  client.middlewareStack.use(limitsPlugin("AWS Secrets Manager"));
  return client;
}
