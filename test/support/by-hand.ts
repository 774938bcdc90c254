import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Journey } from "./journey";

/** What a person does in AWS. */
export async function byHand(journey: Journey, work: (aws: SecretsManagerClient) => Promise<unknown>) {
  const credentials = { accessKeyId: "somebody", secretAccessKey: "somebody" };
  const aws = new SecretsManagerClient({ endpoint: journey.aws.url, region: "eu-central-1", credentials });
  await work(aws);
  aws.destroy();
}
