const { during } = require("./resource-type.js");

const CURRENT = "AWSCURRENT";
const PREVIOUS = "AWSPREVIOUS";

/** @typedef {import("./aws-client.js").Aws} Aws */
/** @typedef {{ secretId: string, versionId: string, region?: string }} Version */

/**
 * Brings the labels of a version in line: adds the missing ones, then takes away those that are too many. AWSCURRENT
 * is taken from the version that has it; it can't be removed, only moved.
 *
 * @param {Aws} aws
 * @param {Version} version
 * @param {{ from: string[], to: string[] }} stages
 */
async function moveStages(aws, version, { from, to }) {
  const added = to.filter((stage) => !from.includes(stage));
  const removed = from.filter((stage) => !to.includes(stage));
  for (const stage of added) await addStage(aws, version, stage);
  // Moving AWSCURRENT here has already moved AWSPREVIOUS to the version that had AWSCURRENT.
  const isMoved = added.includes(CURRENT);
  await removeStages(aws, version, isMoved ? removed.filter((stage) => stage !== PREVIOUS) : removed);
}

/** @param {Aws} aws @param {Version} version @param {string} stage */
async function addStage(aws, version, stage) {
  const { secretId, versionId, region } = version;
  const input = { SecretId: secretId, VersionStage: stage, MoveToVersionId: versionId };
  const holder = stage === CURRENT ? await holderOf(aws, version, stage) : undefined;
  const moving = aws.call(
    "UpdateSecretVersionStage",
    { ...input, ...(holder ? { RemoveFromVersionId: holder } : {}) },
    region,
  );
  await during(`adding Secrets Manager Secret Version (${secretId}|${versionId}) stage (${stage})`, moving);
}

/** @param {Aws} aws @param {Version} version @param {string} stage @returns {Promise<string | undefined>} */
async function holderOf(aws, { secretId, region }, stage) {
  /** @type {string | undefined} */
  let token;
  do {
    const listing = aws.call("ListSecretVersionIds", { SecretId: secretId, NextToken: token }, region);
    const page = await during(`listing Secrets Manager Secret (${secretId}) version IDs`, listing);
    const versions = /** @type {any[]} */ (page.Versions ?? []);
    const holder = versions.find((candidate) => candidate.VersionStages?.includes(stage));
    if (holder) return holder.VersionId;
    token = page.NextToken;
  } while (token);
  return undefined;
}

/**
 * Takes labels from a version; AWSCURRENT stays.
 *
 * @param {Aws} aws
 * @param {Version} version
 * @param {string[]} stages
 */
async function removeStages(aws, { secretId, versionId, region }, stages) {
  for (const stage of stages.filter((candidate) => candidate !== CURRENT)) {
    const input = { SecretId: secretId, VersionStage: stage, RemoveFromVersionId: versionId };
    const removing = aws.call("UpdateSecretVersionStage", input, region);
    await during(
      `deleting Secrets Manager Secret Version (${secretId}|${versionId}) stage (${stage})`,
      removing,
    );
  }
}

module.exports = { moveStages, removeStages };
