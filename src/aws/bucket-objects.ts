import type { S3Client } from "@aws-sdk/client-s3";
import type { BucketAddress } from "./bucket-address";
import { clientSettings } from "./clients";
import { limitsPlugin } from "./limits";

/** A stack has one lock, or a few where runs have met. */
const MOST_OBJECTS = 20;

/**
 * Texts of the objects whose keys begin with `folder`, at most 20; one that goes meanwhile is left out. With the
 * credentials of the environment, as the engine uses them for its states.
 * @throws Error of the AWS SDK
 */
export async function objectsBelow(
  address: BucketAddress,
  folder: string,
  abortSignal?: AbortSignal,
): Promise<string[]> {
  const { ListObjectsV2Command, GetObjectCommand } = await import("@aws-sdk/client-s3");
  const client = await bucketClient(address);
  const { bucket: Bucket, prefix } = address;
  try {
    const list = new ListObjectsV2Command({ Bucket, Prefix: prefix + folder, MaxKeys: MOST_OBJECTS });
    const { Contents = [] } = await client.send(list, { abortSignal });
    const texts = Contents.map(async ({ Key }) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }), { abortSignal });
      return Body?.transformToString();
    });
    const read = await Promise.all(texts.map((text) => text.catch(undefinedIfGone)));
    return read.filter((text) => text !== undefined);
  } finally {
    client.destroy();
  }
}

function undefinedIfGone(error: unknown): undefined {
  if ((error as Error).name === "NoSuchKey") return undefined;
  throw error;
}

/** The SDK is loaded only here: no other command and no program needs it. */
async function bucketClient(address: BucketAddress): Promise<S3Client> {
  const { region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? "", endpoint } = address;
  const { profile, role } = address;
  const place = {
    region,
    ...(profile && { profile }),
    ...(role && { assumeRoles: [{ roleArn: role }] }),
  };
  const host = endpoint ?? `https://${address.bucket}.s3.${region}.amazonaws.com`;
  const settings = await clientSettings(place, host);
  const { S3Client: Client } = await import("@aws-sdk/client-s3");
  const client = new Client({
    ...settings,
    ...(endpoint && { endpoint }),
    ...(profile && { profile }),
    ...(address.isAnonymous && { signer: { sign: async (request) => request } }),
    forcePathStyle: address.isInPath,
    useAccelerateEndpoint: address.isAccelerated,
    useDualstackEndpoint: address.isDualStack,
    useFipsEndpoint: address.isFips,
  });
  client.middlewareStack.use(limitsPlugin<Parameters<S3Client["middlewareStack"]["use"]>[0]>("Amazon S3"));
  return client;
}
