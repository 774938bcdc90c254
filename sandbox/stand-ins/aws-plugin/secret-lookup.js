const { AwsError, isAwsError } = require("./aws-errors.js");
const { normalizePolicy } = require("./policy-json.js");
const { during } = require("./resource-type.js");
const { retryWhile } = require("./retry.js");

/** @typedef {import("./aws-client.js").Aws} Aws */

/**
 * A secret's description. One that is scheduled for deletion counts as not found, as the real plugin has it.
 *
 * @param {Aws} aws
 * @param {string} id name or ARN
 * @param {string} [region]
 * @returns {Promise<any>} rejects with ResourceNotFoundException when there is none
 */
async function findSecret(aws, id, region) {
  const found = await aws.call("DescribeSecret", { SecretId: id }, region);
  if (!found.DeletedDate) return found;
  const cause = Object.assign(new Error("couldn't find resource"), {
    name: "ResourceNotFoundException",
    $metadata: { httpStatusCode: 400 },
  });
  throw new AwsError("Secrets Manager", "DescribeSecret", cause);
}

/** @param {Aws} aws @param {string} id @param {string} [region] @returns {Promise<string | undefined>} */
async function policyOf(aws, id, region) {
  const reading = aws.call("GetResourcePolicy", { SecretId: id }, region);
  return (await during(`reading Secrets Manager Secret (${id}) policy`, reading)).ResourcePolicy;
}

/**
 * Sets a secret's resource policy. A principal that IAM does not know yet is tried again.
 *
 * @param {Aws} aws
 * @param {string} id
 * @param {{ policy: string, region?: string, blockPublicPolicy?: boolean }} change
 * @returns {Promise<string>} the secret's ARN
 */
async function putPolicy(aws, id, { policy, region, blockPublicPolicy }) {
  const input = {
    ResourcePolicy: normalizePolicy(policy),
    SecretId: id,
    ...(blockPublicPolicy === undefined ? {} : { BlockPublicPolicy: blockPublicPolicy }),
  };
  const putting = retryWhile(
    () => aws.call("PutResourcePolicy", input, region),
    isUnknownPrincipal,
    aws.cancelled,
  );
  return (await during(`putting Secrets Manager Secret (${id}) policy`, putting)).ARN;
}

/** @param {any} error */
function isUnknownPrincipal(error) {
  const texts = ["This resource policy contains an unsupported principal"];
  return isAwsError(error, "MalformedPolicyDocumentException", texts);
}

module.exports = { findSecret, policyOf, putPolicy };
