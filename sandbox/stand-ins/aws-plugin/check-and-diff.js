const providerProto = require("@pulumi/pulumi/proto/provider_pb.js");
const { changesBetween } = require("./changes.js");
const { plainOf, propertiesOf, structOf, withSecretsOf } = require("./properties.js");
const { resourceNameOf, resourceTypeOf } = require("./resource-types.js");
const { allTags } = require("./tags.js");

/**
 * Answers Check: inputs with their defaults, whose names go into `__defaults` as with the real plugin, or what is
 * wrong with them.
 *
 * @param {any} request
 */
function checkReply(request) {
  const type = resourceTypeOf(request.getUrn());
  const wrapped = propertiesOf(request.getNews());
  const news = plainOf(wrapped);
  const defaults = type.defaults(news, {
    resourceName: resourceNameOf(request.getUrn()),
    oldInputs: plainOf(propertiesOf(request.getOlds())),
    seed: request.getRandomseed_asU8(),
  });
  const added = Object.keys(defaults).filter((name) => news[name] === undefined);
  const inputs = { ...defaults, ...news, __defaults: added.sort() };
  const failures = type
    .failures(inputs)
    .map(({ property, reason }) => new providerProto.CheckFailure().setProperty(property).setReason(reason));
  return new providerProto.CheckResponse()
    .setInputs(structOf(withSecretsOf(inputs, wrapped)))
    .setFailuresList(failures);
}

/**
 * Answers Diff, with the path of each change as the real plugin gives them.
 *
 * @param {any} request
 * @param {import("./aws-client.js").Aws} aws
 */
function diffReply(request, aws) {
  const type = resourceTypeOf(request.getUrn());
  const olds = plainOf(propertiesOf(request.getOlds()));
  const news = plainOf(propertiesOf(request.getNews()));
  const ignored = request.getIgnorechangesList();
  const changes = changesBetween(type.rules, olds, news, ignored);
  if (changes.length === 0 && type.rules.tags && !ignored.includes("tags")) {
    changes.push(...defaultTagChanges(aws, olds, news));
  }
  const replaces = changes.filter((change) => change.replaces).map((change) => change.path);
  const { DIFF_SOME, DIFF_NONE } = providerProto.DiffResponse.DiffChanges;
  const reply = new providerProto.DiffResponse()
    .setChanges(changes.length ? DIFF_SOME : DIFF_NONE)
    .setDiffsList([...new Set(changes.map(({ path }) => path.split(/[.[]/)[0] ?? path))])
    .setReplacesList(replaces)
    .setDeletebeforereplace(replaces.length > 0 && keepsFixedName(olds, news))
    .setHasdetaileddiff(true);
  for (const change of changes) reply.getDetaileddiffMap().set(change.path, propertyDiff(change));
  return reply;
}

/**
 * Default tags of the provider that changed.
 *
 * @param {import("./aws-client.js").Aws} aws
 * @param {Record<string, any>} olds
 * @param {Record<string, any>} news
 */
function defaultTagChanges(aws, olds, news) {
  const wanted = { tagsAll: allTags(aws.config, news.tags) };
  return changesBetween({ tagsAll: { isMap: true } }, olds, wanted);
}

/** A name that the program fixed can't be had twice. @param {any} olds @param {any} news */
function keepsFixedName(olds, news) {
  return news.name !== undefined && news.name === olds.name && !news.__defaults?.includes("name");
}

/** @param {import("./changes.js").Change} change */
function propertyDiff({ kind, replaces }) {
  const { Kind } = providerProto.PropertyDiff;
  const name = /** @type {keyof typeof Kind} */ (replaces ? `${kind}_REPLACE` : kind);
  return new providerProto.PropertyDiff().setKind(Kind[name]);
}

module.exports = { checkReply, diffReply };
