const REGION = "eu-central-1";
const CREDENTIAL = `AWS4-HMAC-SHA256 Credential=admin/20260101/${REGION}`;

/** A version of an object; a delete marker stands for "deleted". */
export interface ObjectVersion {
  readonly key: string;
  readonly versionId: string;
  readonly isLatest: boolean;
  readonly isDeleteMarker: boolean;
}

/** A bucket in moto, as its administrator has it in hand. */
export interface Bucket {
  /** Names of the objects that begin so. */
  keys(prefix?: string): Promise<string[]>;
  /** Versions of one object, delete markers too. */
  versions(key: string): Promise<ObjectVersion[]>;
  read(key: string): Promise<string>;
  write(key: string, text: string): Promise<void>;
  /** Removes an object, or for good one version of it. */
  remove(key: string, versionId?: string): Promise<void>;
}

/** Makes a bucket that keeps versions in the moto server at `url`. */
export async function makeBucket(url: string, name: string): Promise<Bucket> {
  const s3 = (method: string, path: string, body?: string) => ask(`${url}/${name}${path}`, method, body);
  const place = `<LocationConstraint>${REGION}</LocationConstraint>`;
  await s3("PUT", "", `<CreateBucketConfiguration>${place}</CreateBucketConfiguration>`);
  const versioning = "<Status>Enabled</Status>";
  await s3("PUT", "?versioning", `<VersioningConfiguration>${versioning}</VersioningConfiguration>`);
  const path = (key: string, versionId?: string) => `/${key}${versionId ? `?versionId=${versionId}` : ""}`;
  const list = (kind: string, prefix: string) => s3("GET", `?${kind}&prefix=${encodeURIComponent(prefix)}`);
  return {
    keys: async (prefix = "") =>
      [...(await list("list-type=2", prefix)).matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = ""]) => key),
    versions: async (key) => versionsIn(await list("versions", key)).filter((one) => one.key === key),
    read: (key) => s3("GET", path(key)),
    write: async (key, text) => void (await s3("PUT", path(key), text)),
    remove: async (key, versionId) => void (await s3("DELETE", path(key, versionId))),
  };
}

/** Makes a KMS key with an alias in the moto server at `url`, and returns its ARN. */
export async function makeKey(url: string, alias: string): Promise<string> {
  const { KeyMetadata } = await kms(url, "CreateKey", {});
  await kms(url, "CreateAlias", { AliasName: alias, TargetKeyId: KeyMetadata.KeyId });
  return KeyMetadata.Arn;
}

function versionsIn(list: string): ObjectVersion[] {
  const entries = list.matchAll(/<(Version|DeleteMarker)>([\s\S]*?)<\/\1>/g);
  return [...entries].map(([, kind, text = ""]) => {
    const value = (tag: string) => new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(text)?.[1] ?? "";
    return {
      key: value("Key"),
      versionId: value("VersionId"),
      isLatest: value("IsLatest") === "true",
      isDeleteMarker: kind === "DeleteMarker",
    };
  });
}

async function ask(url: string, method: string, body?: string): Promise<string> {
  const headers = { authorization: `${CREDENTIAL}/s3/aws4_request, SignedHeaders=host, Signature=0` };
  const answer = await fetch(url, { method, headers, body });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`moto: ${method} ${url} ${answer.status}: ${text}`);
  return text;
}

// biome-ignore lint/suspicious/noExplicitAny: what KMS answers, of which two members are read.
async function kms(url: string, operation: string, input: object): Promise<any> {
  const headers = {
    authorization: `${CREDENTIAL}/kms/aws4_request, SignedHeaders=host, Signature=0`,
    "x-amz-target": `TrentService.${operation}`,
    "content-type": "application/x-amz-json-1.1",
  };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(input) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`moto: ${operation} ${answer.status}: ${text}`);
  return text ? JSON.parse(text) : {};
}
