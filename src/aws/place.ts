/** A role that the AWS provider takes before it works. Keys as the provider has them. */
export interface AssumedRole {
  readonly roleArn: string;
  readonly sessionName?: string;
  readonly externalId?: string;
  readonly policy?: string;
  readonly policyArns?: readonly string[];
  readonly sourceIdentity?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly transitiveTagKeys?: readonly string[];
}

/** A role that is taken with the token of an OpenID Connect provider. */
export interface WebIdentityRole
  extends Pick<AssumedRole, "roleArn" | "sessionName" | "policy" | "policyArns"> {
  /** The token itself, secret, or the file that holds it. */
  readonly webIdentityToken?: string;
  readonly webIdentityTokenFile?: string;
}

/**
 * Where a stack's secrets lie and with whose credentials: what the keys `aws:…` of its configuration say, so that our
 * own calls use the same credentials as the stack's AWS resources. What is missing is taken from the environment.
 */
export interface AwsPlace {
  readonly region: string;
  /** AWS account ids of 12 digits; undefined where the stack names none. */
  readonly allowedAccountIds?: readonly string[];
  readonly profile?: string;
  /** Taken one after the other. */
  readonly assumeRoles?: readonly AssumedRole[];
  readonly assumeRoleWithWebIdentity?: WebIdentityRole;
  /** Credentials in the configuration itself. Secret. */
  readonly keys?: { readonly accessKey: string; readonly secretKey: string; readonly token?: string };
  readonly sharedConfigFiles?: readonly string[];
  readonly sharedCredentialsFiles?: readonly string[];
  /** Keys that the credentials depend on and that can't be read without the engine. */
  readonly unreadable?: readonly string[];
}

/** Reads the text of a full key: `aws:region`. Structured values are JSON, as Pulumi stores them. */
type ReadsConfig = (fullKey: string) => string | undefined;

/** Keys of the AWS provider that say whose credentials it uses. */
const CREDENTIAL_KEYS = [
  "aws:profile",
  "aws:assumeRoles",
  "aws:assumeRoleWithWebIdentity",
  "aws:accessKey",
  "aws:secretKey",
  "aws:token",
  "aws:sharedConfigFiles",
  "aws:sharedCredentialsFiles",
] as const;

/**
 * The place that a stack's configuration declares, from any source. A value of the wrong form counts as missing: the
 * rules of the configuration report those that matter.
 * @param isOpaque whether a key is set but can't be decrypted here, as in a stack's file. Default: none is
 */
export function awsPlaceOf(get: ReadsConfig, isOpaque: (fullKey: string) => boolean = () => false): AwsPlace {
  const unreadable = CREDENTIAL_KEYS.filter((key) => isOpaque(key));
  const text = (key: string) => (isOpaque(key) ? undefined : get(key)?.trim() || undefined);
  const json = (key: string) => parsed(text(key));
  const [accessKey, secretKey, token] = [text("aws:accessKey"), text("aws:secretKey"), text("aws:token")];
  const roles = listOf(json("aws:assumeRoles")).filter(isRole);
  const webIdentity = json("aws:assumeRoleWithWebIdentity");
  const [accounts, configFiles, credentialsFiles] = [
    "aws:allowedAccountIds",
    "aws:sharedConfigFiles",
    "aws:sharedCredentialsFiles",
  ].map((key) => listOf(json(key)).map(String));
  return {
    region: text("aws:region") ?? "",
    ...(accounts?.length && { allowedAccountIds: accounts }),
    ...(text("aws:profile") && { profile: text("aws:profile") }),
    ...(roles.length > 0 && { assumeRoles: roles }),
    ...(isRole(webIdentity) && { assumeRoleWithWebIdentity: webIdentity }),
    ...(accessKey && secretKey && { keys: { accessKey, secretKey, ...(token && { token }) } }),
    ...(configFiles?.length && { sharedConfigFiles: configFiles }),
    ...(credentialsFiles?.length && { sharedCredentialsFiles: credentialsFiles }),
    ...(unreadable.length > 0 && { unreadable }),
  };
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function isRole(value: unknown): value is AssumedRole {
  return typeof (value as Partial<AssumedRole> | null | undefined)?.roleArn === "string";
}

/** What is wrong with the account of the credentials in use; undefined where the place allows it, or names none. */
export function accountFault(
  { allowedAccountIds: allowed }: Pick<AwsPlace, "allowedAccountIds">,
  accountId: string,
): string | undefined {
  if (!allowed || allowed.includes(accountId)) return undefined;
  return `the AWS credentials are of account ${accountId}, but the stack allows only ${allowed.join(", ")}`;
}
