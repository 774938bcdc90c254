const { randomUUID } = require("node:crypto");
const { UNKNOWN } = require("./properties.js");
const { during, onceCreated } = require("./resource-type.js");
const { retryWhile } = require("./retry.js");
const { conflict, missing } = require("./secret-check.js");
const { getValue, isGone, partsOf, readExisting, readVersion, SEPARATOR } = require("./version-read.js");
const { moveStages, removeStages } = require("./version-stages.js");

/** @typedef {import("./resource-type.js").ResourceType} ResourceType */
/** @typedef {import("./aws-client.js").Aws} Aws */

/**
 * `aws:secretsmanager/secretVersion:SecretVersion`. Its id is `<secretId>|<versionId>`.
 *
 * @type {ResourceType}
 */
const secretVersion = {
  rules: {
    region: { forcesReplacement: true, isComputed: true },
    secretBinary: { forcesReplacement: true },
    secretId: { forcesReplacement: true },
    secretString: { forcesReplacement: true },
    secretStringWo: { isIgnored: true },
    secretStringWoVersion: { forcesReplacement: true },
    versionStages: { isComputed: true, isSame: isSameSet },
  },
  secretOutputs: ["secretBinary", "secretString", "secretStringWo"],
  defaults: () => ({}),
  failures: (inputs) => [
    ...missing(inputs, "secretId"),
    ...conflict(inputs, "secretBinary", "secretString"),
    ...conflict(inputs, "secretBinary", "secretStringWo"),
    ...conflict(inputs, "secretString", "secretStringWo"),
  ],
  plan: (aws, inputs, olds) => ({
    ...(olds ?? { arn: UNKNOWN, secretArn: UNKNOWN, versionId: UNKNOWN, versionStages: UNKNOWN }),
    region: aws.config.region,
    ...inputs,
    hasSecretStringWo: inputs.secretStringWo !== undefined,
  }),
  create,
  read: readVersion,
  update: async (aws, id, olds, news) => {
    const { secretId, versionId } = partsOf(id);
    const version = { secretId, versionId, region: olds.region };
    if (news.versionStages)
      await moveStages(aws, version, { from: olds.versionStages ?? [], to: news.versionStages });
    return readExisting(aws, id, { ...olds, ...news });
  },
  delete: remove,
};

/** Order and repeats mean nothing. @param {string[]} a @param {string[]} b */
function isSameSet(a, b) {
  const [left, right] = [new Set(a), new Set(b)];
  return left.size === right.size && [...left].every((stage) => right.has(stage));
}

/** @type {ResourceType["create"]} */
async function create(aws, inputs) {
  const { secretId, region } = inputs;
  const text = inputs.secretString || inputs.secretStringWo;
  const input = {
    ClientRequestToken: randomUUID(),
    SecretId: secretId,
    ...(inputs.secretBinary ? { SecretBinary: Buffer.from(inputs.secretBinary, "base64") } : {}),
    ...(text ? { SecretString: text } : {}),
    ...(inputs.versionStages?.length ? { VersionStages: inputs.versionStages } : {}),
  };
  const putting = aws.call("PutSecretValue", input, region);
  const { ARN: arn, VersionId: versionId } = await during(
    `putting Secrets Manager Secret (${secretId}) value`,
    putting,
  );
  const id = `${secretId}${SEPARATOR}${versionId}`;
  const versionStages = inputs.versionStages ?? [];
  const known = { ...secretVersion.plan(aws, inputs), arn, secretArn: arn, versionId, versionStages };
  return onceCreated(id, known, async () => {
    const finding = retryWhile(() => getValue(aws, id, region), isGone, aws.cancelled);
    await during(`waiting for Secrets Manager Secret Version (${id}) create`, finding);
    return { id, outputs: await readExisting(aws, id, inputs) };
  });
}

/** AWS has no way to delete a version's value: only its labels go. @type {ResourceType["delete"]} */
async function remove(aws, id, olds) {
  const { secretId, versionId } = partsOf(id);
  try {
    await removeStages(aws, { secretId, versionId, region: olds.region }, olds.versionStages ?? []);
  } catch (/** @type {any} */ error) {
    if (isGone(error.cause)) return;
    throw error;
  }
  await retryWhile(
    () => assertUnlabelled(aws, id, olds.region),
    (error) => error.isStillThere,
    aws.cancelled,
  );
}

/** @param {Aws} aws @param {string} id @param {string} [region] */
async function assertUnlabelled(aws, id, region) {
  const found = await getValue(aws, id, region).catch((error) => {
    if (isGone(error)) return { VersionStages: [] };
    throw error;
  });
  const stages = found.VersionStages ?? [];
  if (stages.length === 0) return;
  if (stages.length === 1 && ["AWSCURRENT", "AWSPREVIOUS"].includes(stages[0])) return;
  const message = `waiting for Secrets Manager Secret Version (${id}) delete: found resource`;
  throw Object.assign(new Error(message), { isStillThere: true });
}

module.exports = { secretVersion };
