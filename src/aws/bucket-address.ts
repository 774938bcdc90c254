/** A bucket of S3, or of what speaks its language, and how it is reached. */
export interface BucketAddress {
  readonly bucket: string;
  /** What stands before each key; empty, or with its slash. */
  readonly prefix: string;
  /** Default: that of the environment. */
  readonly region?: string;
  /** `https://…`; default: AWS's own, or that of the environment. */
  readonly endpoint?: string;
  readonly profile?: string;
  /** ARN of a role that is taken first. */
  readonly role?: string;
  readonly isAnonymous: boolean;
  /** Whether the bucket stands in the path, and not in the host's name. */
  readonly isInPath: boolean;
  readonly isAccelerated: boolean;
  readonly isDualStack: boolean;
  readonly isFips: boolean;
}

/**
 * Reads the address of a state backend, `s3://bucket/folder?region=…`, as the engine does. What only matters for writes
 * is passed over. pkg.go.dev/gocloud.dev/blob/s3blob#URLOpener, pkg.go.dev/gocloud.dev/aws#V2ConfigFromURLParams;
 * Pulumi: pkg/backend/diy/backend.go
 */
export function bucketAddressOf(url: string): BucketAddress {
  const { hostname, pathname, searchParams } = new URL(url);
  const text = (name: string) => searchParams.get(name) || undefined;
  const isSet = (...names: string[]) => names.some((name) => TRUE.has(searchParams.get(name) ?? ""));
  const folder = decodeURIComponent(pathname)
    .replace(/^\/+/, "")
    .replace(/([^/])$/, "$1/");
  const scheme = isSet("disable_https", "disableSSL") ? "http" : "https";
  const endpoint = text("endpoint");
  return {
    bucket: decodeURIComponent(hostname),
    prefix: `${text("prefix") ?? ""}${folder}`,
    region: text("region"),
    endpoint: endpoint && (/^\w+:\/\//.test(endpoint) ? endpoint : `${scheme}://${endpoint}`),
    profile: text("profile"),
    role: text("role"),
    isAnonymous: isSet("anonymous"),
    isInPath: isSet("use_path_style", "s3ForcePathStyle", "hostname_immutable"),
    isAccelerated: isSet("accelerate"),
    isDualStack: isSet("dualstack"),
    isFips: isSet("fips"),
  };
}

/** What Go takes for true. */
const TRUE = new Set(["1", "t", "T", "true", "TRUE", "True"]);
