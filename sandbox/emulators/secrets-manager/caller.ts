import type { IncomingHttpHeaders } from "node:http";
import { AwsError } from "./aws-error";
import { type PolicyStatement, parseIdentityPolicy } from "./resource-policy";
import type { Place } from "./secret-store";

/** Account of every caller that `accounts` doesn't know. */
const defaultAccount = "123456789012";

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
  /** AWS account (12 digits) by access key id; all others are in 123456789012. */
  readonly accounts?: Readonly<Record<string, string>>;
  /**
   * User or role ARN by access key id; its account wins over `accounts`. Such a caller has no identity policy: only a
   * secret's policy lets it in.
   */
  readonly principals?: Readonly<Record<string, string>>;
  /** Identity policies (JSON texts) by access key id. Such a caller may do what they or a secret's policy allow. */
  readonly policies?: Readonly<Record<string, readonly string[]>>;
}

/** A service behind the emulator's address; each names its errors in its own way. */
type AwsServiceName = "secretsmanager" | "sts";

/** A region's form; AWS's newer ones are not listed here. */
const regionPattern = /^[a-z]{2}(-[a-z]+){1,2}-\d+$/;

/**
 * Reads access key and region from the Authorization header (signature version 4), and refuses what AWS refuses of the
 * credential scope: another service, region, terminator or date. The signature itself isn't verified.
 * docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
 *
 * @param regions those whose endpoint this is; without them any that has a region's form
 */
export function callerOf(
  headers: IncomingHttpHeaders,
  service: AwsServiceName,
  directory: CallerDirectory,
  regions?: readonly string[],
): Caller {
  const { authorization } = headers;
  if (!authorization) throw authenticationMissing(service);
  const credential = /^AWS4-HMAC-SHA256 .*\bCredential=([^,\s]+)/.exec(authorization)?.[1];
  if (!credential) throw incomplete(service, "Authorization header requires 'Credential' parameter.");
  const parts = credential.split("/");
  if (parts.length !== 5) {
    const form = "keyid/date/region/service/term";
    throw incomplete(
      service,
      `Credential must have exactly 5 slash-delimited elements, e.g. ${form}, got '${credential}'`,
    );
  }
  const [accessKeyId = "", date = "", region = "", signedFor = "", terminator = ""] = parts;
  const sentAt = String(headers["x-amz-date"] ?? date);
  const isValidRegion = regions?.includes(region) ?? regionPattern.test(region);
  const faults = scopeFaults({ date, signedFor, terminator }, { service, sentAt, isValidRegion });
  if (faults) throw signatureRefused(service, faults);
  return callerWith(accessKeyId, region, directory);
}

/** What is wrong with a credential scope, in AWS's words; empty where nothing is. */
function scopeFaults(
  { date, signedFor, terminator }: Readonly<Record<"date" | "signedFor" | "terminator", string>>,
  { service, sentAt, isValidRegion }: { service: AwsServiceName; sentAt: string; isValidRegion: boolean },
): string {
  return [
    isValidRegion ? "" : "Credential should be scoped to a valid region. ",
    signedFor === service ? "" : `Credential should be scoped to correct service: '${service}'. `,
    terminator === "aws4_request"
      ? ""
      : `Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator}'. `,
    sentAt.startsWith(date)
      ? ""
      : "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: " +
        `'${date}' != '${sentAt.slice(0, 8)}', from '${sentAt}'. `,
  ].join("");
}

function callerWith(accessKeyId: string, region: string, directory: CallerDirectory): Caller {
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

function authenticationMissing(service: AwsServiceName): AwsError {
  return service === "sts"
    ? new AwsError("MissingAuthenticationToken", "Request is missing Authentication Token", 403)
    : new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token");
}

function incomplete(service: AwsServiceName, message: string): AwsError {
  return new AwsError(service === "sts" ? "IncompleteSignature" : "IncompleteSignatureException", message);
}

function signatureRefused(service: AwsServiceName, message: string): AwsError {
  return service === "sts"
    ? new AwsError("SignatureDoesNotMatch", message, 403)
    : new AwsError("InvalidSignatureException", message);
}
