const { UNKNOWN } = require("./properties.js");

/** @typedef {Record<string, string>} Tags */

/**
 * Tags that a resource gets: the provider's default ones, and its own over them.
 *
 * @param {import("./provider-config.js").ProviderConfig} config
 * @param {Tags | string | undefined} tags may be unknown
 * @returns {any} unknown if `tags` are
 */
function allTags(config, tags) {
  return tags === UNKNOWN ? UNKNOWN : { ...config.defaultTags, .../** @type {Tags} */ (tags ?? {}) };
}

/** @param {Tags} tags @returns {{ Key: string, Value: string }[]} as AWS takes them */
function tagList(tags) {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/**
 * Tags that AWS has, without its own and those that the provider is told to ignore.
 *
 * @param {import("./provider-config.js").ProviderConfig} config
 * @param {{ Key?: string, Value?: string }[] | undefined} list
 * @returns {{ tags: Tags, tagsAll: Tags }} `tags` without those that are the provider's default ones
 */
function tagsRead(config, list) {
  const { keys, keyPrefixes } = config.ignoreTags;
  const tagsAll = Object.fromEntries(
    (list ?? [])
      .map(({ Key = "", Value = "" }) => [Key, Value])
      .filter(([key = ""]) => !key.startsWith("aws:") && !keys.includes(key))
      .filter(([key = ""]) => !keyPrefixes.some((prefix) => key.startsWith(prefix))),
  );
  const own = Object.entries(tagsAll).filter(([key, value]) => config.defaultTags[key] !== value);
  return { tags: Object.fromEntries(own), tagsAll };
}

/**
 * Brings the tags of a secret in line: removes first, then sets.
 *
 * @param {import("./aws-client.js").Aws} aws
 * @param {{ id: string, region: string | undefined, from: Tags, to: Tags }} change
 */
async function updateTags(aws, { id, region, from, to }) {
  const removed = Object.keys(from).filter((key) => !(key in to));
  const set = Object.fromEntries(Object.entries(to).filter(([key, value]) => from[key] !== value));
  if (removed.length) await aws.call("UntagResource", { SecretId: id, TagKeys: removed }, region);
  if (Object.keys(set).length) await aws.call("TagResource", { SecretId: id, Tags: tagList(set) }, region);
}

module.exports = { allTags, tagList, tagsRead, updateTags };
