import { AwsError, constraintBroken, invalidParameter } from "./aws-error";
import type { RequestInput } from "./request-input";

const namePattern = /^[0-9A-Za-z/_+=.@-]+$/;
const maxTags = 50;
const maxValueBytes = 65_536;

/**
 * The name of a new secret: 1-512 of ASCII letters, digits and `/_+=.@-`. Throws ValidationException; that its
 * message offers `!` too is AWS's own slip. docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
 */
export function readName(input: RequestInput): string {
  const name = input.requiredText("Name", { min: 1, max: 512 });
  checkNamePattern(name);
  return name;
}

/** A SecretId of 1-2,048 characters: an ARN, or something that can be a name. Throws ValidationException. */
export function checkSecretId(secretId: string): void {
  if (!secretId.startsWith("arn:")) checkNamePattern(secretId);
}

function checkNamePattern(name: string): void {
  if (namePattern.test(name)) return;
  throw new AwsError(
    "ValidationException",
    "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
  );
}

/** The ClientRequestToken that names a new version, 32-64 characters; SDKs fill it in, raw calls must. */
export function readToken(input: RequestInput): string {
  const token = input.text("ClientRequestToken", { min: 32, max: 64 });
  if (token !== undefined) return token;
  const message = "You must provide a ClientRequestToken value. We recommend a UUID-type value.";
  throw new AwsError("InvalidRequestException", message);
}

/** The value of a call, 1-65,536 bytes; undefined if it has none. */
export function readValue(input: RequestInput): string | undefined {
  const value = input.text("SecretString", { min: 1, isSecret: true });
  if (Buffer.byteLength(value ?? "", "utf8") > maxValueBytes)
    throw constraintBroken("SecretString", `Member must have length less than or equal to ${maxValueBytes}`);
  return value;
}

/** Tags of a call: keys of 1-128 characters, once each and without `aws:`, values up to 256. */
export function readTags(input: RequestInput): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const tag of input.structures("Tags") ?? []) {
    const key = tag.requiredText("Key", { min: 1, max: 128 });
    checkTagKey(key);
    if (Object.hasOwn(tags, key)) throw invalidParameter(`The tag key ${key} is given more than once.`);
    tags[key] = tag.text("Value", { max: 256 }) ?? "";
  }
  return tags;
}

/** `aws:` is AWS's own; throws InvalidParameterException. docs.aws.amazon.com/general/latest/gr/aws_tagging.html */
export function checkTagKey(key: string): void {
  if (!key.toLowerCase().startsWith("aws:")) return;
  throw invalidParameter("aws: prefixed tag key names are not allowed for external use.");
}

/** At most 50 tags a secret; `code` is the error that the operation declares for more. */
export function checkTagCount(tags: Readonly<Record<string, string>>, code: string): void {
  if (Object.keys(tags).length <= maxTags) return;
  throw new AwsError(code, `A secret can't have more than ${maxTags} tags.`);
}
