const { createHash, randomBytes } = require("node:crypto");
const { isAwsError } = require("./aws.js");
const { onceGone, onceSettled } = require("./patience.js");
const { UNKNOWN } = require("./properties.js");
const { during, requestToken, unless } = require("./resource-type.js");
const policies = require("./secret-policy.js");

/** @typedef {import("./resource-type.js").ResourceType} ResourceType */
/** @typedef {import("./aws.js").Aws} Aws */

const NAME_FORM = /^[0-9A-Za-z/_+=.@-]+$/;
const LONGEST_NAME = 512;

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
    policy: { isComputed: true, isSame: policies.isSamePolicy },
    recoveryWindowInDays: {},
    region: { forcesReplacement: true, isComputed: true },
    tags: { isMap: true },
  },
  failures: (inputs) => [
    ...nameFailures(inputs.name),
    ...policies.policyFailures(inputs.policy),
    ...windowFailures(inputs.recoveryWindowInDays),
  ],
  defaults: (_inputs, context) => ({
    forceOverwriteReplicaSecret: false,
    recoveryWindowInDays: 30,
    name: automaticName(context),
  }),
  plan: (aws, inputs, olds) => ({
    ...(olds ?? { arn: UNKNOWN, name: UNKNOWN, policy: UNKNOWN, region: aws.config.region }),
    // Inputs that stay empty when the program gives none.
    ...{ description: "", kmsKeyId: "", tags: undefined },
    ...inputs,
    tagsAll: inputs.tags ?? {},
  }),
  create,
  read,
  update,
  delete: remove,
};

/**
 * A name like `<resource>-1a2b3c4`, kept from the old inputs if it was made up there: programs of one's own have other
 * secrets too.
 *
 * @param {import("./resource-type.js").CheckContext} context
 */
function automaticName({ resourceName, oldInputs, seed }) {
  if (oldInputs.__defaults?.includes("name")) return oldInputs.name;
  const source = seed.length ? seed : randomBytes(32);
  return `${resourceName}-${createHash("sha256").update(source).digest("hex").slice(0, 7)}`;
}

/** @param {string} name @returns {import("./resource-type.js").Failure[]} */
function nameFailures(name) {
  if (name === UNKNOWN) return [];
  const form = 'only alphanumeric characters and /_+=.@- special characters are allowed in "name"';
  const length = `"name" cannot be greater than ${LONGEST_NAME} characters`;
  return [...(NAME_FORM.test(name) ? [] : [form]), ...(name.length > LONGEST_NAME ? [length] : [])].map(
    (reason) => ({ property: "name", reason }),
  );
}

/** @param {any} days @returns {import("./resource-type.js").Failure[]} */
function windowFailures(days) {
  if (days === UNKNOWN || days === 0 || (days >= 7 && days <= 30)) return [];
  const reason = `expected recovery_window_in_days to be one of [0] or in the range (7 - 30), got ${days}`;
  return [{ property: "recoveryWindowInDays", reason }];
}

/** @type {ResourceType["create"]} */
async function create(aws, inputs) {
  const { name, description = "", forceOverwriteReplicaSecret, kmsKeyId, policy, tags = {} } = inputs;
  const input = {
    // One token for all tries: they are one request.
    ClientRequestToken: requestToken(),
    Description: description,
    ForceOverwriteReplicaSecret: forceOverwriteReplicaSecret,
    Name: name,
    Tags: tagList(tags),
    ...(kmsKeyId && { KmsKeyId: kmsKeyId }),
  };
  const texts = ["scheduled for deletion", "was deleted"];
  const creating = onceSettled(
    () => aws.call("CreateSecret", input),
    (error) => isAwsError(error, "InvalidRequestException", texts),
  );
  const { ARN: id } = await during(`creating Secrets Manager Secret (${name})`, creating);
  return {
    id,
    known: { ...secret.plan(aws, inputs), arn: id, policy: "" },
    follow: async () => {
      const step = `waiting for Secrets Manager Secret (${id}) create`;
      await during(
        step,
        onceSettled(() => findSecret(aws, id), isNotFound),
      );
      if (policies.isPolicy(policy)) await policies.putPolicy(aws, id, policy);
    },
  };
}

/** @type {ResourceType["read"]} */
async function read(aws, id, olds) {
  const step = `reading Secrets Manager Secret (${id})`;
  const found = await during(step, findSecret(aws, id).catch(unless(isNotFound)));
  if (!found) return undefined;
  const policy = await during(`${step} policy`, policies.policyOf(aws, id));
  const ownTags = (found.Tags ?? []).filter((/** @type {any} */ { Key }) => !Key.startsWith("aws:"));
  const tags = Object.fromEntries(ownTags.map((/** @type {any} */ { Key, Value = "" }) => [Key, Value]));
  return {
    arn: found.ARN,
    description: found.Description ?? "",
    forceOverwriteReplicaSecret: olds.forceOverwriteReplicaSecret ?? false,
    kmsKeyId: found.KmsKeyId ?? "",
    name: found.Name,
    policy: policies.policyToKeep(olds.policy, policy),
    // AWS does not tell it: after an import it is the default.
    recoveryWindowInDays: olds.recoveryWindowInDays ?? 30,
    region: olds.region ?? aws.config.region,
    tags,
    tagsAll: tags,
  };
}

/** @type {ResourceType["update"]} */
async function update(aws, id, olds, news) {
  const { description = "", kmsKeyId = "", policy, tags = {} } = news;
  if (description !== (olds.description ?? "") || kmsKeyId !== (olds.kmsKeyId ?? "")) {
    const input = {
      ClientRequestToken: requestToken(),
      Description: description,
      SecretId: id,
      // Without it AWS keeps the key (hashicorp/terraform-provider-aws#21623).
      ...(kmsKeyId && { KmsKeyId: kmsKeyId }),
    };
    await during(`updating Secrets Manager Secret (${id})`, aws.call("UpdateSecret", input));
  }
  if (policy !== undefined && !policies.isSamePolicy(policy, olds.policy ?? "")) {
    if (policies.isPolicy(policy)) await policies.putPolicy(aws, id, policy);
    else await policies.deletePolicy(aws, id);
  }
  await during(
    `updating tags for Secrets Manager Secret (${id})`,
    updateTags(aws, id, olds.tagsAll ?? {}, tags),
  );
}

/** @type {ResourceType["delete"]} */
async function remove(aws, id, { recoveryWindowInDays: days = 30 }) {
  const window = days === 0 ? { ForceDeleteWithoutRecovery: true } : { RecoveryWindowInDays: days };
  const deleting = aws.call("DeleteSecret", { SecretId: id, ...window }).catch(unless(isNotFound));
  if (!(await during(`deleting Secrets Manager Secret (${id})`, deleting))) return;
  await onceGone(`waiting for Secrets Manager Secret (${id}) delete`, () =>
    findSecret(aws, id).catch(unless(isNotFound)),
  );
}

/**
 * A secret's description. One that is scheduled for deletion counts as not found, as the real plugin has it.
 *
 * @param {Aws} aws
 * @param {string} id
 * @returns {Promise<any>} rejects with ResourceNotFoundException when there is none
 */
async function findSecret(aws, id) {
  const found = await aws.call("DescribeSecret", { SecretId: id });
  if (found.DeletedDate) throw Object.assign(new Error("couldn't find resource"), { isScheduled: true });
  return found;
}

/** @param {any} error */
function isNotFound(error) {
  return error.isScheduled || isAwsError(error, "ResourceNotFoundException");
}

/** @param {Record<string, string>} tags as AWS takes them */
function tagList(tags) {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/**
 * Brings the tags of a secret in line: removes first, then sets.
 *
 * @param {Aws} aws
 * @param {string} id
 * @param {Record<string, string>} from
 * @param {Record<string, string>} to
 */
async function updateTags(aws, id, from, to) {
  const removed = Object.keys(from).filter((key) => !(key in to));
  const set = Object.fromEntries(Object.entries(to).filter(([key, value]) => from[key] !== value));
  if (removed.length) await aws.call("UntagResource", { SecretId: id, TagKeys: removed });
  if (Object.keys(set).length) await aws.call("TagResource", { SecretId: id, Tags: tagList(set) });
}

module.exports = { secret };
