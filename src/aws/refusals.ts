import { messageOf } from "../errors";
import { explain, type Remedy, shell, visit } from "../remedies";

/**
 * What a refusal of AWS means:
 * - `gone`: no such secret, or no version of it with that label
 * - `scheduled-for-deletion`: somebody deleted it, and its recovery window is not over
 * - `denied`: IAM, the secret's policy or its KMS key; `permission` is what is missing
 * - `throttled`: too many calls, also when asked again
 * - `no-credentials`, `expired`, `credentials-refused`: whose call it is can't be told
 * - `no-answer`: silence, half an answer, something between us and AWS, or an outage
 * - `refused`: anything else
 */
export const REFUSALS = [
  "gone",
  "scheduled-for-deletion",
  "denied",
  "throttled",
  "no-credentials",
  "expired",
  "credentials-refused",
  "no-answer",
  "refused",
] as const;

/** A kind of refusal. */
export type RefusalKind = (typeof REFUSALS)[number];

/** A refusal of AWS, told once for every caller. */
export interface AwsRefusal {
  readonly kind: RefusalKind;
  /** One line for people, without a secret: what AWS said, or who did not answer. */
  readonly message: string;
  /** IAM action that is missing, for `denied` alone: `secretsmanager:GetSecretValue`, `kms:Decrypt`. */
  readonly permission?: string;
}

/** Names of AWS's errors, in the forms of all its protocols. */
const KINDS: Readonly<Record<string, RefusalKind>> = {
  ResourceNotFoundException: "gone",
  AccessDeniedException: "denied",
  AccessDenied: "denied",
  UnauthorizedOperation: "denied",
  ThrottlingException: "throttled",
  Throttling: "throttled",
  ThrottledException: "throttled",
  TooManyRequestsException: "throttled",
  RequestLimitExceeded: "throttled",
  ExpiredTokenException: "expired",
  ExpiredToken: "expired",
  TokenRefreshRequired: "expired",
  RequestExpired: "expired",
  CredentialsProviderError: "no-credentials",
  TokenProviderError: "expired",
  UnrecognizedClientException: "credentials-refused",
  InvalidClientTokenId: "credentials-refused",
  InvalidSignatureException: "credentials-refused",
  SignatureDoesNotMatch: "credentials-refused",
  IncompleteSignatureException: "credentials-refused",
  MissingAuthenticationTokenException: "credentials-refused",
  TimeoutError: "no-answer",
  EndlessAnswerError: "no-answer",
  AbortError: "no-answer",
  InternalServiceError: "no-answer",
  InternalFailure: "no-answer",
  ServiceUnavailable: "no-answer",
};

/** Codes of Node for a connection that failed; the answer is not to be had, whatever the credentials are. */
const NO_CONNECTION = /^(E[A-Z_]+|CERT_[A-Z_]+|[A-Z_]*(CERT|SIGNATURE)[A-Z_]*|ERR_[A-Z_]+)$/;

/** The SDK wraps errors of another realm, as under jest, and keeps their text alone. */
const WRAPPED = /^AWS SDK error wrapper for (Error: )?/;
const NO_CONNECTION_TEXT = /\b(ECONN[A-Z]+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|E(HOST|NET)UNREACH)\b/;

/** The parts of the SDK's errors that we rely on; compared by form, since several copies of the SDK are loaded. */
interface AwsSdkError {
  readonly name?: string;
  readonly code?: unknown;
  readonly message?: string;
  readonly errors?: readonly unknown[];
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/**
 * Reads what the SDK threw, or an entry of a batch's errors.
 * @param action IAM action of the call, taken where AWS does not name the missing one: `secretsmanager:GetSecretValue`
 */
export function refusalOf(error: unknown, action: string): AwsRefusal {
  const kind = kindOf(error as AwsSdkError);
  const message = lineOf(error as AwsSdkError, kind, action);
  return kind === "denied"
    ? { kind, message, permission: permissionNamedIn(messageOf(error), action) }
    : { kind, message };
}

function kindOf(error: AwsSdkError): RefusalKind {
  const { name = "", message = "", code, $metadata } = error;
  if (name === "InvalidRequestException" && /delet/i.test(message)) return "scheduled-for-deletion";
  if (name === "CredentialsProviderError" && /expired/i.test(message)) return "expired";
  const known = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  if (known) return known;
  if (($metadata?.httpStatusCode ?? 0) >= 500 || name === "SyntaxError") return "no-answer";
  if (typeof code === "string" && NO_CONNECTION.test(code)) return "no-answer";
  if (NO_CONNECTION_TEXT.test(message)) return "no-answer";
  return $metadata?.httpStatusCode === 403 ? "denied" : "refused";
}

const SERVICES: Readonly<Record<string, string>> = { sts: "AWS STS", s3: "Amazon S3" };

function lineOf(error: AwsSdkError, kind: RefusalKind, action: string): string {
  const status = error.$metadata?.httpStatusCode;
  const said = ownWords(error).replace(WRAPPED, "").split("\n")[0]?.trim() ?? "";
  if (kind !== "no-answer") return error.name && error.name !== "Error" ? `${error.name}: ${said}` : said;
  // The limits of our own name the service already.
  if (/^(TimeoutError|EndlessAnswerError)$/.test(error.name ?? "") && /^(AWS|Amazon) /.test(said))
    return said;
  const who = SERVICES[action.split(":")[0] ?? ""] ?? "AWS Secrets Manager";
  const why = error.name === "SyntaxError" || error.name === "Error" ? "" : `${error.name}, `;
  if (status !== undefined && status >= 500) return `${who} did not answer properly: ${why}status ${status}`;
  return `${who} did not answer properly: ${said || error.code || "no reason was given"}`;
}

/** A connection that was tried to several addresses fails with an empty message; the reasons lie below. */
function ownWords(error: AwsSdkError): string {
  const message = messageOf(error);
  if (message.trim() || !error.errors?.length) return message;
  return error.errors.map(messageOf).join("; ");
}

/** AWS: GetSecretValue is refused in words of its own where only the key's right is missing. */
function permissionNamedIn(message: string, action: string): string {
  const named = /not authorized to perform:? ([a-z0-9-]+:[A-Za-z]+)/.exec(message)?.[1];
  if (named) return named;
  return /\bKMS\b/i.test(message) ? "kms:Decrypt" : action;
}

/** What to do about a refusal, one way a line; the permission of a denied call is the caller's to name a target for. */
export function remediesOf({ kind, permission }: AwsRefusal): readonly Remedy[] {
  switch (kind) {
    case "denied":
      return [explain(`use credentials with ${permission} (policies: docs/iam.md)`)];
    case "no-credentials":
      return [shell("aws sso login"), shell("export AWS_PROFILE=…")];
    case "expired":
      return [shell("aws sso login", "or renew the credentials as you got them")];
    case "credentials-refused":
      return [shell("aws sts get-caller-identity", "shows whose AWS credentials these are")];
    case "throttled":
      return [explain("run the same command again in a minute")];
    case "no-answer":
      return [
        explain("check network and proxy (HTTPS_PROXY), and run the same command again"),
        visit("https://health.aws.amazon.com", "tells of outages"),
      ];
    default:
      return [shell("aws sts get-caller-identity", "shows whose AWS credentials these are")];
  }
}
