const { isAwsError } = require("./aws-errors.js");
const { during } = require("./resource-type.js");

/** @typedef {import("./aws-client.js").Aws} Aws */

/** Stands between secret and version in the id of a version. */
const SEPARATOR = "|";

/** Reads a version with its value. @param {Aws} aws @param {string} id @param {string} [region] */
function getValue(aws, id, region) {
  const { secretId, versionId } = partsOf(id);
  return aws.call("GetSecretValue", { SecretId: secretId, VersionId: versionId }, region);
}

/** Secret and version that an id names. @param {string} id */
function partsOf(id) {
  const at = id.indexOf(SEPARATOR);
  const [secretId, versionId] = [id.slice(0, at), id.slice(at + 1)];
  if (at > 0 && versionId) return { secretId, versionId };
  throw new Error(`unexpected format of ID (${id}), expected SecretID${SEPARATOR}VersionID`);
}

/** Whether AWS has no such version, or soon none. @param {any} error */
function isGone(error) {
  const texts = ["because it was deleted", "because it was marked for deletion"];
  return (
    isAwsError(error, "ResourceNotFoundException") || isAwsError(error, "InvalidRequestException", texts)
  );
}

/** A version that must be there. @param {Aws} aws @param {string} id @param {Record<string, any>} olds */
async function readExisting(aws, id, olds) {
  const outputs = await readVersion(aws, id, olds);
  if (!outputs) throw new Error(`reading Secrets Manager Secret Version (${id}): couldn't find resource`);
  return outputs;
}

/** What AWS has of a version. @type {import("./resource-type.js").ResourceType["read"]} */
async function readVersion(aws, id, olds) {
  const reading = getValue(aws, id, olds.region).catch((error) => {
    if (isGone(error)) return undefined;
    throw error;
  });
  const found = await during(`reading Secrets Manager Secret Version (${id})`, reading);
  if (!found) return undefined;
  const isWriteOnly = Boolean(olds.secretStringWo || olds.hasSecretStringWo);
  return {
    arn: found.ARN,
    hasSecretStringWo: isWriteOnly,
    region: olds.region ?? aws.config.region,
    secretArn: found.ARN,
    secretBinary: found.SecretBinary ? Buffer.from(found.SecretBinary).toString("base64") : "",
    secretId: partsOf(id).secretId,
    secretString: isWriteOnly ? "" : (found.SecretString ?? ""),
    secretStringWo: olds.secretStringWo,
    secretStringWoVersion: olds.secretStringWoVersion,
    versionId: found.VersionId,
    versionStages: found.VersionStages ?? [],
  };
}

module.exports = { SEPARATOR, getValue, isGone, partsOf, readExisting, readVersion };
