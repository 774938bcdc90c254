const { isDeepStrictEqual } = require("node:util");
const { isAwsError, isGone } = require("./aws.js");
const { onceGone, onceSettled } = require("./patience.js");
const { UNKNOWN } = require("./properties.js");
const { during, missingOf, unless } = require("./resource-type.js");

/** @typedef {import("./aws.js").Aws} Aws */

/**
 * `aws:secretsmanager/secretPolicy:SecretPolicy`. Its id is the secret's ARN. A policy that somebody took away leaves
 * the resource in the state, with an empty one.
 *
 * @type {import("./resource-type.js").ResourceType}
 */
const secretPolicy = {
  rules: {
    blockPublicPolicy: {},
    policy: { isSame: isSamePolicy },
    region: { forcesReplacement: true, isComputed: true },
    secretArn: { forcesReplacement: true },
  },
  failures: (inputs) => [...missingOf(inputs, ["policy", "secretArn"]), ...policyFailures(inputs.policy)],
  plan: (aws, inputs, olds) => ({ ...olds, region: aws.config.region, ...inputs }),
  create: async (aws, inputs) => {
    // The real plugin leaves a false one out here, and sends it in an update.
    const id = await putPolicy(aws, inputs.secretArn, inputs.policy, inputs.blockPublicPolicy || undefined);
    const step = `waiting for Secrets Manager Secret Policy (${id}) create`;
    const follow = () => onceSettled(() => policyOf(aws, id), isGone);
    return {
      id,
      known: secretPolicy.plan(aws, inputs),
      follow: async () => void (await during(step, follow())),
    };
  },
  read: async (aws, id, olds) => {
    const step = `reading Secrets Manager Secret Policy (${id})`;
    const found = await during(step, policyOf(aws, id).catch(unless(isGone)));
    if (found === undefined) return undefined;
    const { blockPublicPolicy, region = aws.config.region } = olds;
    return { blockPublicPolicy, policy: policyToKeep(olds.policy, found), region, secretArn: id };
  },
  update: async (aws, id, _olds, { policy, blockPublicPolicy = false }) => {
    await putPolicy(aws, id, policy, blockPublicPolicy);
  },
  delete: async (aws, id) => {
    const deleting = deletePolicy(aws, id).then(() => true, unless(isGone));
    if (!(await deleting)) return;
    await onceGone(`waiting for Secrets Manager Secret Policy (${id}) delete`, () =>
      policyOf(aws, id).catch(unless(isGone)),
    );
  },
};

/** The policy of a secret as AWS has it; empty without one. @param {Aws} aws @param {string} id @returns {Promise<string>} */
async function policyOf(aws, id) {
  return (await aws.call("GetResourcePolicy", { SecretId: id })).ResourcePolicy ?? "";
}

/**
 * Sets a secret's resource policy. A principal that IAM does not know yet is tried again.
 *
 * @param {Aws} aws
 * @param {string} id
 * @param {string} policy
 * @param {boolean} [blockPublicPolicy]
 * @returns {Promise<string>} the secret's ARN
 */
async function putPolicy(aws, id, policy, blockPublicPolicy) {
  const input = {
    ResourcePolicy: JSON.stringify(sortKeys(JSON.parse(policy))),
    SecretId: id,
    ...(blockPublicPolicy === undefined ? {} : { BlockPublicPolicy: blockPublicPolicy }),
  };
  const texts = ["This resource policy contains an unsupported principal"];
  const putting = onceSettled(
    () => aws.call("PutResourcePolicy", input),
    (error) => isAwsError(error, "MalformedPolicyDocumentException", texts),
  );
  return (await during(`putting Secrets Manager Secret (${id}) policy`, putting)).ARN;
}

/** @param {Aws} aws @param {string} id */
async function deletePolicy(aws, id) {
  const deleting = aws.call("DeleteResourcePolicy", { SecretId: id });
  await during(`deleting Secrets Manager Secret (${id}) policy`, deleting);
}

/** @param {any} policy @returns {import("./resource-type.js").Failure[]} */
function policyFailures(policy) {
  if (policy === undefined || policy === UNKNOWN || parsed(policy) !== policy) return [];
  return [{ property: "policy", reason: '"policy" contains an invalid JSON' }];
}

/** Whether a Secret has a policy to put: `{}` means none. @param {string | undefined} policy */
function isPolicy(policy) {
  return Boolean(policy) && policy?.trim() !== "{}";
}

/**
 * Whether two IAM policies mean the same: order of keys, of lists, and a list of one for a single value make no
 * difference, and no policy is `{}`. hashicorp/terraform-provider-aws, verify.SuppressEquivalentPolicyDiffs
 *
 * @param {string} a
 * @param {string} b
 */
function isSamePolicy(a, b) {
  if (!isPolicy(a) && !isPolicy(b)) return true;
  return a === b || isDeepStrictEqual(canonical(parsed(a)), canonical(parsed(b)));
}

/** The policy for the state: the old text if it means what AWS has. @param {string | undefined} old @param {string} found */
function policyToKeep(old, found) {
  return found && old && isSamePolicy(old, found) ? old : found;
}

/** @param {string} text @returns {any} the text itself if it is not JSON */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** @param {any} value @returns {any} */
function canonical(value) {
  if (!Array.isArray(value)) return mapValues(value, canonical);
  if (value.length === 1) return canonical(value[0]);
  return value.map(canonical).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** @param {any} value @returns {any} */
function sortKeys(value) {
  return Array.isArray(value) ? value.map(sortKeys) : mapValues(value, sortKeys);
}

/** @param {any} value anything; only an object's values are changed, in the order of their keys @param {(value: any) => any} change */
function mapValues(value, change) {
  if (value === null || typeof value !== "object") return value;
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, inner]) => [key, change(inner)]));
}

module.exports = {
  ...{ secretPolicy, policyOf, putPolicy, deletePolicy },
  ...{ policyFailures, isPolicy, isSamePolicy, policyToKeep },
};
