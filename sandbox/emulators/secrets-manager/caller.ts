import type { IncomingHttpHeaders } from "node:http";
import { AwsError } from "./aws-error";
import { type PolicyStatement, parseIdentityPolicy } from "./resource-policy";
import type { Place } from "./secret-store";

/** Account of every caller that `accounts` doesn't know. */
export const defaultAccount = "123456789012";

/** Who calls: an IAM user named after its access key, or the principal that the key is mapped to. */
export interface Caller extends Place {
  readonly accessKeyId: string;
  /** What policies name: `arn:aws:iam::A:user/KEY`, or the mapped user's or role's ARN. */
  readonly principalArn: string;
  /** What STS and refusals name: a role's session instead of the role. */
  readonly sessionArn: string;
  /** False for mapped principals: they may only do what a secret's own policy allows. */
  readonly hasIdentityPolicy: boolean;
  /** What the caller's own policies say; without them a caller with an identity policy may do all that isn't denied. */
  readonly statements?: readonly PolicyStatement[];
}

/** How access keys become callers. */
export interface CallerDirectory {
  /** AWS account (12 digits) by access key id. */
  readonly accounts?: Readonly<Record<string, string>>;
  /** User or role ARN by access key id; its account wins over `accounts`. */
  readonly principals?: Readonly<Record<string, string>>;
  /** Texts of identity policies by access key id; such a caller may do what they allow, and nothing else. */
  readonly policies?: Readonly<Record<string, readonly string[]>>;
}

const credentialPattern =
  /^AWS4-HMAC-SHA256 .*\bCredential=([^/,\s]+)\/\d{8}\/([^/,\s]+)\/[^/,\s]+\/aws4_request/;

/**
 * Reads access key and region from the Authorization header (signature version 4). The signature itself isn't
 * verified. Throws MissingAuthenticationTokenException or IncompleteSignatureException.
 */
export function callerOf(headers: IncomingHttpHeaders, directory: CallerDirectory): Caller {
  const { authorization } = headers;
  if (!authorization)
    throw new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token");
  const [, accessKeyId, region] = credentialPattern.exec(authorization) ?? [];
  if (!accessKeyId || !region) {
    throw new AwsError(
      "IncompleteSignatureException",
      "Authorization header requires a 'Credential' parameter.",
    );
  }
  const mapped = directory.principals?.[accessKeyId];
  const account = mapped?.split(":")[4] ?? directory.accounts?.[accessKeyId] ?? defaultAccount;
  const policies = directory.policies?.[accessKeyId];
  const principalArn = mapped ?? `arn:aws:iam::${account}:user/${accessKeyId}`;
  return {
    accessKeyId,
    account,
    region,
    principalArn,
    sessionArn: sessionArn(principalArn, account, accessKeyId),
    hasIdentityPolicy: mapped === undefined || policies !== undefined,
    statements: policies?.flatMap(parseIdentityPolicy),
  };
}

/** A role's session has the last part of the role's path, as AssumeRole names it; users stay as they are. */
function sessionArn(principalArn: string, account: string, accessKeyId: string): string {
  const role = /:role\/(?:.*\/)?([^/]+)$/.exec(principalArn)?.[1];
  return role ? `arn:aws:sts::${account}:assumed-role/${role}/${accessKeyId}` : principalArn;
}
