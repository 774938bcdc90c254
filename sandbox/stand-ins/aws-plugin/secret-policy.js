const { isAwsError } = require("./aws-errors.js");
const { isSamePolicy } = require("./policy-json.js");
const { onceCreated } = require("./resource-type.js");
const { missing, policyFailures } = require("./secret-check.js");
const { policyOf, putPolicy } = require("./secret-lookup.js");

/** @typedef {import("./resource-type.js").ResourceType} ResourceType */

/**
 * `aws:secretsmanager/secretPolicy:SecretPolicy`. Its id is the secret's ARN.
 *
 * @type {ResourceType}
 */
const secretPolicy = {
  rules: {
    blockPublicPolicy: {},
    policy: { isSame: isSamePolicy },
    region: { forcesReplacement: true, isComputed: true },
    secretArn: { forcesReplacement: true },
  },
  secretOutputs: [],
  defaults: () => ({}),
  failures: (inputs) => [
    ...missing(inputs, "policy"),
    ...missing(inputs, "secretArn"),
    ...policyFailures(inputs.policy),
  ],
  plan: (aws, inputs, olds) => ({ ...olds, region: aws.config.region, ...inputs }),
  create: async (aws, inputs) => {
    const { policy, region, secretArn } = inputs;
    // The real plugin leaves a false one out here, and sends it in an update.
    const blockPublicPolicy = inputs.blockPublicPolicy || undefined;
    const id = await putPolicy(aws, secretArn, { policy, region, blockPublicPolicy });
    const known = secretPolicy.plan(aws, inputs);
    return onceCreated(id, known, async () => ({ id, outputs: await readExisting(aws, id, inputs) }));
  },
  read,
  update: async (aws, id, olds, news) => {
    const { policy, blockPublicPolicy = false } = news;
    await putPolicy(aws, id, { policy, blockPublicPolicy, region: olds.region });
    return readExisting(aws, id, { ...olds, ...news, blockPublicPolicy: news.blockPublicPolicy });
  },
  delete: async (aws, id, olds) => {
    try {
      await aws.call("DeleteResourcePolicy", { SecretId: id }, olds.region);
    } catch (/** @type {any} */ error) {
      if (isSecretGone(error)) return;
      throw new Error(`deleting Secrets Manager Secret (${id}) policy: ${error.message}`, { cause: error });
    }
  },
};

/** @param {any} error */
function isSecretGone(error) {
  const texts = ["because it was deleted", "because it was marked for deletion"];
  const cause = error.cause ?? error;
  return (
    isAwsError(cause, "ResourceNotFoundException") || isAwsError(cause, "InvalidRequestException", texts)
  );
}

/** @param {import("./aws-client.js").Aws} aws @param {string} id @param {Record<string, any>} olds */
async function readExisting(aws, id, olds) {
  const outputs = await read(aws, id, olds);
  if (!outputs) throw new Error(`reading Secrets Manager Secret Policy (${id}): couldn't find resource`);
  return outputs;
}

/** @type {ResourceType["read"]} */
async function read(aws, id, olds) {
  const policy = await policyOf(aws, id, olds.region).catch((error) => {
    if (isSecretGone(error)) return undefined;
    throw error;
  });
  if (!policy) return undefined;
  return {
    blockPublicPolicy: olds.blockPublicPolicy,
    policy: olds.policy && isSamePolicy(policy, olds.policy) ? olds.policy : policy,
    region: olds.region ?? aws.config.region,
    secretArn: id,
  };
}

module.exports = { secretPolicy };
