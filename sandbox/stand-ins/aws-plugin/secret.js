const { createHash, randomBytes, randomUUID } = require("node:crypto");
const { isAwsError } = require("./aws-errors.js");
const { isSamePolicy } = require("./policy-json.js");
const { UNKNOWN } = require("./properties.js");
const { during, onceCreated } = require("./resource-type.js");
const { retryWhile } = require("./retry.js");
const { replicaList, updateReplicas, removeReplicas, isSameReplicas } = require("./replicas.js");
const { isNotFound, readExisting, readSecret } = require("./secret-read.js");
const { secretFailures } = require("./secret-check.js");
const { findSecret, putPolicy } = require("./secret-lookup.js");
const { allTags, tagList, updateTags } = require("./tags.js");

/** @typedef {import("./resource-type.js").ResourceType} ResourceType */

/**
 * `aws:secretsmanager/secret:Secret`. Its id is the ARN.
 *
 * @type {ResourceType}
 */
const secret = {
  rules: {
    description: {},
    forceOverwriteReplicaSecret: {},
    kmsKeyId: {},
    name: { forcesReplacement: true, isComputed: true },
    namePrefix: { forcesReplacement: true, isComputed: true },
    policy: { isComputed: true, isSame: isSamePolicy },
    recoveryWindowInDays: {},
    region: { forcesReplacement: true, isComputed: true },
    replicas: { isComputed: true, isSame: isSameReplicas },
    tags: { isMap: true },
    type: { forcesReplacement: true },
  },
  secretOutputs: [],
  failures: secretFailures,
  defaults: (inputs, context) => ({
    forceOverwriteReplicaSecret: false,
    recoveryWindowInDays: 30,
    ...(inputs.namePrefix ? {} : { name: automaticName(context) }),
  }),
  plan: (aws, inputs, olds) => ({
    ...(olds ?? { arn: UNKNOWN, name: UNKNOWN, namePrefix: "", policy: UNKNOWN, region: aws.config.region }),
    ...emptyInputs,
    ...inputs,
    tagsAll: allTags(aws.config, inputs.tags),
  }),
  create,
  read: readSecret,
  update,
  delete: remove,
};

/** Inputs that stay empty when the program gives none. */
const emptyInputs = { description: "", kmsKeyId: "", tags: undefined };

/**
 * A name like `<resource>-1a2b3c4`, kept from the old inputs if it was made up there.
 *
 * @param {import("./resource-type.js").CheckContext} context
 */
function automaticName({ resourceName, oldInputs, seed }) {
  if (oldInputs.__defaults?.includes("name")) return oldInputs.name;
  const source = seed.length ? seed : randomBytes(32);
  return `${resourceName}-${createHash("sha256").update(source).digest("hex").slice(0, 7)}`;
}

/** @type {ResourceType["create"]} */
async function create(aws, inputs) {
  const name = inputs.name ?? `${inputs.namePrefix}${Date.now()}${randomBytes(6).toString("hex")}`;
  const input = {
    // One token for all tries: they are one request.
    ClientRequestToken: randomUUID(),
    Description: inputs.description ?? "",
    ForceOverwriteReplicaSecret: inputs.forceOverwriteReplicaSecret,
    Name: name,
    Tags: tagList(allTags(aws.config, inputs.tags)),
    ...(inputs.kmsKeyId ? { KmsKeyId: inputs.kmsKeyId } : {}),
    ...(inputs.replicas?.length ? { AddReplicaRegions: replicaList(inputs.replicas) } : {}),
  };
  const creating = retryWhile(
    () => aws.call("CreateSecret", input, inputs.region),
    isNameBlocked,
    aws.cancelled,
  );
  const { ARN: id } = await during(`creating Secrets Manager Secret (${name})`, creating);
  const known = { ...secret.plan(aws, inputs), arn: id, name, policy: "" };
  return onceCreated(id, known, async () => {
    await during(
      `waiting for Secrets Manager Secret (${id}) create`,
      retryWhile(() => findSecret(aws, id, inputs.region), isNotFound, aws.cancelled),
    );
    if (hasPolicy(inputs)) await putPolicy(aws, id, { policy: inputs.policy, region: inputs.region });
    return { id, outputs: await readExisting(aws, id, inputs) };
  });
}

/** @param {any} error */
function isNameBlocked(error) {
  return isAwsError(error, "InvalidRequestException", ["scheduled for deletion", "was deleted"]);
}

/** @param {Record<string, any>} inputs */
function hasPolicy(inputs) {
  return Boolean(inputs.policy) && inputs.policy !== "{}";
}

/** @type {ResourceType["update"]} */
async function update(aws, id, olds, news) {
  const region = news.region ?? olds.region;
  if (news.replicas) await updateReplicas(aws, { id, region, from: olds.replicas ?? [], to: news });
  const hasNewText = (news.description ?? "") !== (olds.description ?? "");
  if (hasNewText || (news.kmsKeyId ?? "") !== (olds.kmsKeyId ?? "")) {
    const input = {
      ClientRequestToken: randomUUID(),
      Description: news.description ?? "",
      SecretId: id,
      ...(news.kmsKeyId ? { KmsKeyId: news.kmsKeyId } : {}),
    };
    await during(`updating Secrets Manager Secret (${id})`, aws.call("UpdateSecret", input, region));
  }
  if (news.policy !== undefined && !isSamePolicy(news.policy, olds.policy ?? "")) {
    if (hasPolicy(news)) await putPolicy(aws, id, { policy: news.policy, region });
    else await aws.call("DeleteResourcePolicy", { SecretId: id }, region);
  }
  const to = allTags(aws.config, news.tags);
  await during(
    `updating tags for Secrets Manager Secret (${id})`,
    updateTags(aws, { id, region, from: olds.tagsAll ?? {}, to }),
  );
  return readExisting(aws, id, { ...olds, ...news, region });
}

/** @type {ResourceType["delete"]} */
async function remove(aws, id, olds) {
  const { region, recoveryWindowInDays: days = 30 } = olds;
  await removeReplicas(aws, { id, region, replicas: olds.replicas ?? [] });
  const window = days === 0 ? { ForceDeleteWithoutRecovery: true } : { RecoveryWindowInDays: days };
  try {
    await aws.call("DeleteSecret", { SecretId: id, ...window }, region);
  } catch (/** @type {any} */ error) {
    if (isNotFound(error)) return;
    throw new Error(`deleting Secrets Manager Secret (${id}): ${error.message}`, { cause: error });
  }
  await retryWhile(
    () => assertGone(aws, id, region),
    (error) => error.isStillThere,
    aws.cancelled,
  );
}

/** @param {import("./aws-client.js").Aws} aws @param {string} id @param {string} region */
async function assertGone(aws, id, region) {
  const found = await findSecret(aws, id, region).catch((error) => {
    if (isNotFound(error)) return undefined;
    throw error;
  });
  if (!found) return;
  const message = `waiting for Secrets Manager Secret (${id}) delete: found resource`;
  throw Object.assign(new Error(message), { isStillThere: true });
}

module.exports = { secret };
