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
    this.name = "AwsError";
    this.awsCode = isAnswer(cause) ? String(cause.name) : "";
    this.awsMessage = redact(String(cause?.message ?? ""), secrets);
  }
}

/** @param {any} cause */
function isAnswer(cause) {
  return typeof cause?.$metadata?.httpStatusCode === "number";
}

/** @param {any} cause */
function reasonOf(cause) {
  const attempts = cause?.$metadata?.attempts ?? 1;
  const exhausted = attempts > 1 ? `exceeded maximum number of attempts, ${attempts}, ` : "";
  if (isAnswer(cause)) {
    const { httpStatusCode, requestId = "" } = cause.$metadata;
    const answer = `https response error StatusCode: ${httpStatusCode}, RequestID: ${requestId}`;
    return `${exhausted}${answer}, ${cause.name}: ${cause.message}`;
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

module.exports = { AwsError, isAwsError };
