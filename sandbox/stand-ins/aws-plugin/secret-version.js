const { isGone } = require("./aws.js");
const { onceGone, onceSettled } = require("./patience.js");
const { UNKNOWN } = require("./properties.js");
const { during, missingOf, requestToken, unless } = require("./resource-type.js");

/** @typedef {import("./resource-type.js").ResourceType} ResourceType */
/** @typedef {import("./aws.js").Aws} Aws */

const CURRENT = "AWSCURRENT";
const PREVIOUS = "AWSPREVIOUS";

/**
 * `aws:secretsmanager/secretVersion:SecretVersion`. Its id is `<secretId>|<versionId>`.
 *
 * @type {ResourceType}
 */
const secretVersion = {
  rules: {
    region: { forcesReplacement: true, isComputed: true },
    secretId: { forcesReplacement: true },
    secretString: { forcesReplacement: true },
    versionStages: { isComputed: true, isSame: isSameSet },
  },
  secrets: ["secretString"],
  failures: (inputs) => missingOf(inputs, ["secretId"]),
  plan: (aws, inputs, olds) => ({
    ...(olds ?? { arn: UNKNOWN, secretArn: UNKNOWN, versionId: UNKNOWN, versionStages: UNKNOWN }),
    region: aws.config.region,
    ...inputs,
    hasSecretStringWo: false,
  }),
  create,
  read,
  update,
  delete: remove,
};

/** Order and repeats mean nothing. @param {string[]} a @param {string[]} b */
function isSameSet(a, b) {
  const [left, right] = [new Set(a), new Set(b)];
  return left.size === right.size && [...left].every((stage) => right.has(stage));
}

/** @type {ResourceType["create"]} */
async function create(aws, inputs) {
  const { secretId, secretString, versionStages = [] } = inputs;
  const input = {
    ClientRequestToken: requestToken(),
    SecretId: secretId,
    ...(secretString && { SecretString: secretString }),
    ...(versionStages.length && { VersionStages: versionStages }),
  };
  const step = `putting Secrets Manager Secret (${secretId}) value`;
  const { ARN: arn, VersionId: versionId } = await during(step, aws.call("PutSecretValue", input));
  const id = `${secretId}|${versionId}`;
  return {
    id,
    known: { ...secretVersion.plan(aws, inputs), arn, secretArn: arn, versionId, versionStages },
    follow: async () => {
      const waiting = `waiting for Secrets Manager Secret Version (${id}) create`;
      await during(
        waiting,
        onceSettled(() => getValue(aws, id), isGone),
      );
    },
  };
}

/** @type {ResourceType["read"]} */
async function read(aws, id, olds) {
  const step = `reading Secrets Manager Secret Version (${id})`;
  const found = await during(step, getValue(aws, id).catch(unless(isGone)));
  if (!found) return undefined;
  return {
    arn: found.ARN,
    hasSecretStringWo: false,
    region: olds.region ?? aws.config.region,
    secretArn: found.ARN,
    secretId: partsOf(id).secretId,
    secretString: found.SecretString ?? "",
    versionId: found.VersionId,
    versionStages: found.VersionStages ?? [],
  };
}

/**
 * Brings the labels in line: adds the missing ones, then takes away those that are too many.
 *
 * @type {ResourceType["update"]}
 */
async function update(aws, id, { versionStages: from = [] }, { versionStages: to = from }) {
  const added = to.filter((/** @type {string} */ stage) => !from.includes(stage));
  for (const stage of added) await addStage(aws, id, stage);
  // Moving AWSCURRENT here has already moved AWSPREVIOUS to the version that had AWSCURRENT.
  const isMoved = added.includes(CURRENT);
  const removed = from.filter((/** @type {string} */ stage) => !to.includes(stage));
  await removeStages(
    aws,
    id,
    isMoved ? removed.filter((/** @type {string} */ stage) => stage !== PREVIOUS) : removed,
  );
}

/** AWS has no way to delete a version's value: only its labels go. @type {ResourceType["delete"]} */
async function remove(aws, id, { versionStages = [] }) {
  const removing = removeStages(aws, id, versionStages).then(() => true, unless(isGone));
  if (!(await removing)) return;
  await onceGone(`waiting for Secrets Manager Secret Version (${id}) delete`, async () => {
    const { VersionStages: stages = [] } = (await getValue(aws, id).catch(unless(isGone))) ?? {};
    return (
      stages.length > 1 || stages.some((/** @type {string} */ stage) => ![CURRENT, PREVIOUS].includes(stage))
    );
  });
}

/** AWSCURRENT can't be removed from the version that has it, only be moved. @param {Aws} aws @param {string} id @param {string} stage */
async function addStage(aws, id, stage) {
  const { secretId, versionId } = partsOf(id);
  const holder = stage === CURRENT ? await holderOfCurrent(aws, secretId) : undefined;
  const input = { SecretId: secretId, VersionStage: stage, MoveToVersionId: versionId };
  const moving = aws.call("UpdateSecretVersionStage", {
    ...input,
    ...(holder && { RemoveFromVersionId: holder }),
  });
  await during(`adding Secrets Manager Secret Version (${id}) stage (${stage})`, moving);
}

/** @param {Aws} aws @param {string} secretId @returns {Promise<string | undefined>} */
async function holderOfCurrent(aws, secretId) {
  /** @type {string | undefined} */
  let token;
  do {
    const listing = aws.call("ListSecretVersionIds", { SecretId: secretId, NextToken: token });
    const page = await during(`listing Secrets Manager Secret (${secretId}) version IDs`, listing);
    const versions = /** @type {any[]} */ (page.Versions ?? []);
    const holder = versions.find((candidate) => candidate.VersionStages?.includes(CURRENT));
    if (holder) return holder.VersionId;
    token = page.NextToken;
  } while (token);
  return undefined;
}

/** AWSCURRENT stays. @param {Aws} aws @param {string} id @param {string[]} stages */
async function removeStages(aws, id, stages) {
  const { secretId, versionId } = partsOf(id);
  for (const stage of stages.filter((candidate) => candidate !== CURRENT)) {
    const input = { SecretId: secretId, VersionStage: stage, RemoveFromVersionId: versionId };
    const step = `deleting Secrets Manager Secret Version (${id}) stage (${stage})`;
    await during(step, aws.call("UpdateSecretVersionStage", input));
  }
}

/** Reads a version with its value. @param {Aws} aws @param {string} id */
function getValue(aws, id) {
  const { secretId, versionId } = partsOf(id);
  return aws.call("GetSecretValue", { SecretId: secretId, VersionId: versionId });
}

/** Secret and version that an id names. @param {string} id */
function partsOf(id) {
  const at = id.indexOf("|");
  const [secretId, versionId] = [id.slice(0, at), id.slice(at + 1)];
  if (at > 0 && versionId) return { secretId, versionId };
  throw new Error(`unexpected format of ID (${id}), expected SecretID|VersionID`);
}

module.exports = { secretVersion };
