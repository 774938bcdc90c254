const { isAwsError } = require("./aws-errors.js");
const { during } = require("./resource-type.js");

/** @typedef {{ region: string, kmsKeyId?: string }} Replica */
/** @typedef {import("./aws-client.js").Aws} Aws */

/** @param {Replica[]} replicas as AWS takes them */
function replicaList(replicas) {
  return replicas.map(({ region, kmsKeyId }) => ({
    Region: region,
    ...(kmsKeyId ? { KmsKeyId: kmsKeyId } : {}),
  }));
}

/** @param {any[] | undefined} status out of DescribeSecret */
function replicasRead(status) {
  return (status ?? []).map((replica) => ({
    kmsKeyId: replica.KmsKeyId ?? "",
    lastAccessedDate: replica.LastAccessedDate?.toISOString() ?? "",
    region: replica.Region,
    status: replica.Status ?? "",
    statusMessage: replica.StatusMessage ?? "",
  }));
}

/** Order means nothing, and AWS fills in the key. @param {Replica[]} a @param {Replica[]} b */
function isSameReplicas(a, b) {
  return missingFrom(a, b).length === 0 && missingFrom(b, a).length === 0;
}

/** @param {Replica[]} replicas @param {Replica[]} others @returns {Replica[]} those that `others` lack */
function missingFrom(replicas, others) {
  return replicas.filter(
    ({ region, kmsKeyId }) =>
      !others.some(
        (other) => other.region === region && (!kmsKeyId || !other.kmsKeyId || other.kmsKeyId === kmsKeyId),
      ),
  );
}

/**
 * @param {Aws} aws
 * @param {{ id: string, region?: string, from: Replica[], to: Record<string, any> }} change
 */
async function updateReplicas(aws, { id, region, from, to }) {
  await removeReplicas(aws, { id, region, replicas: missingFrom(from, to.replicas) });
  const added = missingFrom(to.replicas, from);
  if (added.length === 0) return;
  const input = {
    AddReplicaRegions: replicaList(added),
    ForceOverwriteReplicaSecret: to.forceOverwriteReplicaSecret ?? false,
    SecretId: id,
  };
  const adding = aws.call("ReplicateSecretToRegions", input, region);
  await during(`adding Secrets Manager Secret (${id}) replicas`, adding);
}

/** @param {Aws} aws @param {{ id: string, region?: string, replicas: Replica[] }} what */
async function removeReplicas(aws, { id, region, replicas }) {
  if (replicas.length === 0) return;
  const input = { RemoveReplicaRegions: replicas.map((replica) => replica.region), SecretId: id };
  try {
    await aws.call("RemoveRegionsFromReplication", input, region);
  } catch (/** @type {any} */ error) {
    if (isAwsError(error, "ResourceNotFoundException")) return;
    throw new Error(`removing Secrets Manager Secret (${id}) replicas: ${error.message}`, { cause: error });
  }
}

module.exports = { replicaList, replicasRead, isSameReplicas, updateReplicas, removeReplicas };
