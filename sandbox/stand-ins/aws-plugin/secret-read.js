const { isAwsError } = require("./aws-errors.js");
const { isSamePolicy } = require("./policy-json.js");
const { replicasRead } = require("./replicas.js");
const { during } = require("./resource-type.js");
const { findSecret, policyOf } = require("./secret-lookup.js");
const { tagsRead } = require("./tags.js");

/**
 * A secret that must be there.
 *
 * @param {import("./aws-client.js").Aws} aws
 * @param {string} id
 * @param {Record<string, any>} olds
 */
async function readExisting(aws, id, olds) {
  const outputs = await readSecret(aws, id, olds);
  if (!outputs) throw new Error(`reading Secrets Manager Secret (${id}): couldn't find resource`);
  return outputs;
}

/** What AWS has of a secret. @type {import("./resource-type.js").ResourceType["read"]} */
async function readSecret(aws, id, olds) {
  const found = await during(
    `reading Secrets Manager Secret (${id})`,
    findSecret(aws, id, olds.region).catch((error) => {
      if (isNotFound(error)) return undefined;
      throw error;
    }),
  );
  if (!found) return undefined;
  const policy = (await policyOf(aws, id, olds.region)) ?? "";
  return {
    arn: found.ARN,
    description: found.Description ?? "",
    forceOverwriteReplicaSecret: olds.forceOverwriteReplicaSecret ?? false,
    kmsKeyId: found.KmsKeyId ?? "",
    name: found.Name,
    namePrefix: olds.namePrefix ?? "",
    policy: policy && olds.policy && isSamePolicy(policy, olds.policy) ? olds.policy : policy,
    // AWS does not tell it: after an import it is the default.
    recoveryWindowInDays: olds.recoveryWindowInDays ?? 30,
    region: olds.region ?? aws.config.region,
    replicas: replicasRead(found.ReplicationStatus),
    type: olds.type,
    ...tagsRead(aws.config, found.Tags),
  };
}

/** Whether AWS has no such secret. @param {any} error */
function isNotFound(error) {
  return isAwsError(error, "ResourceNotFoundException");
}

module.exports = { readSecret, readExisting, isNotFound };
