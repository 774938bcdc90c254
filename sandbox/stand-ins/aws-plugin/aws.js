const { statusOf, withAttempts } = require("./patience.js");

/**
 * AWS as the resources see it; every call rejects with an AwsError.
 *
 * @typedef {object} Aws
 * @property {import("./provider-config.js").ProviderConfig} config
 * @property {(operation: string, input: Record<string, any>) => Promise<any>} call of Secrets Manager
 * @property {(maxAttempts?: number) => Promise<CallerIdentity>} callerIdentity whose credentials these are, by STS
 *
 * @typedef {{ accountId: string, arn: string, userId: string }} CallerIdentity
 */

/**
 * An error that AWS answered, or that kept us from asking it, worded like the AWS SDK for Go, which the real plugin
 * uses. `awsCode` is AWS's code, or empty.
 */
class AwsError extends Error {
  /**
   * @param {string} service `Secrets Manager`
   * @param {string} operation `CreateSecret`
   * @param {any} cause what the AWS SDK for JavaScript threw
   * @param {readonly string[]} [secrets] values that must not appear in the message
   */
  constructor(service, operation, cause, secrets = []) {
    super(redact(`operation error ${service}: ${operation}, ${reasonOf(cause)}`, secrets));
    this.awsCode = cause?.$fault ? String(cause.name) : "";
    this.awsMessage = redact(String(cause?.message ?? ""), secrets);
  }
}

/** @param {any} cause */
function reasonOf(cause) {
  const exhausted = cause?.attempts ? `exceeded maximum number of attempts, ${cause.attempts}, ` : "";
  const status = statusOf(cause);
  if (status !== undefined) {
    const answer = `https response error StatusCode: ${status}, RequestID: ${cause.$metadata?.requestId ?? ""}`;
    const name = cause.$fault ? cause.name : "deserialization failed";
    return `${exhausted}${answer}, ${name}: ${cause.message}`;
  }
  const code = cause?.code ?? cause?.cause?.code;
  const text = cause?.message || String(cause?.name ?? cause);
  return `${exhausted}request send failed, ${code && !text.includes(code) ? `${code}: ${text}` : text}`;
}

/** @param {string} text @param {readonly string[]} secrets */
function redact(text, secrets) {
  return secrets.filter(Boolean).reduce((safe, secret) => safe.replaceAll(secret, "[secret]"), text);
}

/**
 * Whether AWS answered with this code, and a message that contains one of the given texts (any message by default).
 *
 * @param {any} error
 * @param {string} code
 * @param {readonly string[]} [texts]
 */
function isAwsError(error, code, texts = [""]) {
  return (
    error instanceof AwsError &&
    error.awsCode === code &&
    texts.some((text) => error.awsMessage.includes(text))
  );
}

/** AWS has no such secret or version, or soon none. @param {any} error */
function isGone(error) {
  const texts = ["because it was deleted", "because it was marked for deletion"];
  return (
    isAwsError(error, "ResourceNotFoundException") || isAwsError(error, "InvalidRequestException", texts)
  );
}

/**
 * Opens AWS for a configuration. Each SDK is loaded with its first call, so that the plugin starts fast.
 *
 * @param {import("./provider-config.js").ProviderConfig} config
 * @returns {Aws}
 */
function openAws(config) {
  /** @param {string | undefined} endpoint */
  const settings = (endpoint) => ({
    region: config.region,
    maxAttempts: 1,
    ...(config.profile && { profile: config.profile }),
    ...(endpoint && { endpoint }),
  });
  /** @type {any} */
  let secretsManager;
  /** @type {any} */
  let sts;
  return {
    config,
    call: (operation, input) => {
      const sdk = /** @type {any} */ (require("@aws-sdk/client-secrets-manager"));
      secretsManager ??= new sdk.SecretsManagerClient(settings(config.endpoints.secretsmanager));
      const send = () => secretsManager.send(new sdk[`${operation}Command`](input));
      return withAttempts(config.maxAttempts, send).catch((error) => {
        throw new AwsError("Secrets Manager", operation, error, [input.SecretString]);
      });
    },
    callerIdentity: async (maxAttempts = config.maxAttempts) => {
      const { STSClient, GetCallerIdentityCommand } = require("@aws-sdk/client-sts");
      sts ??= new STSClient(settings(config.endpoints.sts));
      const ask = () => sts.send(new GetCallerIdentityCommand({}));
      const { Account, Arn, UserId } = await withAttempts(maxAttempts, ask).catch((error) => {
        throw new AwsError("STS", "GetCallerIdentity", error);
      });
      return { accountId: Account, arn: Arn, userId: UserId };
    },
  };
}

module.exports = { AwsError, isAwsError, isGone, openAws };
