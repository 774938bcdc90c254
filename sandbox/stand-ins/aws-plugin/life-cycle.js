const { anyProto, emptyProto, grpc } = require("../plugin/serve-plugin.js");
const { changesBetween, importedInputs, refreshedInputs } = require("./changes.js");
const { plainOf, propertiesOf, secretOf, structOf, withSecretsOf } = require("./properties.js");
const proto = require("@pulumi/pulumi/proto/provider_pb.js");

// The life cycle of resources as the engine asks for it. Secrets arrive wrapped; the resource types see them plain, and
// what they answer is wrapped again where its input, or its old value, was.

/** @typedef {import("./resource-type.js").ResourceType} ResourceType */
/** @typedef {Record<string, any>} Properties */

/** @type {() => Record<string, ResourceType>} loaded late: only some calls need them */
const resourceTypes = () => ({
  "aws:secretsmanager/secret:Secret": require("./secret.js").secret,
  "aws:secretsmanager/secretVersion:SecretVersion": require("./secret-version.js").secretVersion,
  "aws:secretsmanager/secretPolicy:SecretPolicy": require("./secret-policy.js").secretPolicy,
});

/** @param {any} request @returns {{ type: ResourceType, token: string, name: string }} what the URN names */
function resourceOf(request) {
  const [, , types = "", ...name] = request.getUrn().split("::");
  const token = types.split("$").at(-1) ?? "";
  const type = resourceTypes()[token];
  if (!type) throw new Error(`the stand-in for the AWS plugin has no resource type ${token}`);
  return { type, token, name: name.join("::") };
}

/** Inputs with their defaults, whose names go into `__defaults` as with the real plugin. @param {any} request */
function check(request) {
  const { type, token, name } = resourceOf(request);
  const wrapped = propertiesOf(request.getNews());
  const news = plainOf(wrapped);
  const context = {
    resourceName: name,
    oldInputs: plainOf(propertiesOf(request.getOlds())),
    seed: request.getRandomseed_asU8(),
  };
  const defaults = type.defaults?.(news, context) ?? {};
  const added = Object.keys(defaults).filter((input) => news[input] === undefined);
  const inputs = { ...defaults, ...news, __defaults: added.sort() };
  const unknown = Object.keys(news)
    .filter((input) => !type.rules[input] && input !== "__defaults")
    .map((property) => ({
      property,
      reason: `the stand-in for the AWS plugin has no ${property} of ${token}`,
    }));
  const failures = [...unknown, ...type.failures(inputs)].map(({ property, reason }) =>
    new proto.CheckFailure().setProperty(property).setReason(reason),
  );
  return new proto.CheckResponse()
    .setInputs(structOf(withSecretsOf(inputs, wrapped)))
    .setFailuresList(failures);
}

/** Gives the path of each change as the real plugin does. @param {any} request */
function diff(request) {
  const { type } = resourceOf(request);
  const olds = plainOf(propertiesOf(request.getOlds()));
  const news = plainOf(propertiesOf(request.getNews()));
  const changes = changesBetween(type.rules, olds, news);
  const replaces = changes.filter((change) => change.replaces).map((change) => change.path);
  // A name that the program fixed can't be had twice.
  const keepsName = news.name !== undefined && news.name === olds.name && !news.__defaults?.includes("name");
  const reply = diffReply(changes.length > 0)
    .setDiffsList([...new Set(changes.map(({ path }) => path.split(/[.[]/)[0] ?? path))])
    .setReplacesList(replaces)
    .setDeletebeforereplace(replaces.length > 0 && keepsName)
    .setHasdetaileddiff(true);
  const kinds = proto.PropertyDiff.Kind;
  for (const { path, kind, replaces: isReplaced } of changes) {
    const name = /** @type {keyof typeof kinds} */ (isReplaced ? `${kind}_REPLACE` : kind);
    reply.getDetaileddiffMap().set(path, new proto.PropertyDiff().setKind(kinds[name]));
  }
  return reply;
}

/** @param {boolean} isChanged */
function diffReply(isChanged) {
  const { DIFF_SOME, DIFF_NONE } = proto.DiffResponse.DiffChanges;
  return new proto.DiffResponse().setChanges(isChanged ? DIFF_SOME : DIFF_NONE);
}

/** @param {any} request @param {import("./aws.js").Aws} aws */
async function create(request, aws) {
  const { type } = resourceOf(request);
  const wrapped = propertiesOf(request.getProperties());
  const inputs = plainInputs(wrapped);
  if (inputs.region && inputs.region !== aws.config.region) {
    throw new Error(
      `the stand-in for the AWS plugin works in ${aws.config.region} only, not in ${inputs.region}`,
    );
  }
  const reply = new proto.CreateResponse();
  if (request.getPreview()) return reply.setProperties(marked(type, type.plan(aws, inputs), wrapped));
  const { id, known, follow } = await type.create(aws, inputs);
  try {
    await follow();
    const outputs = await readExisting(type, aws, id, { ...known, ...inputs });
    return reply.setId(id).setProperties(marked(type, outputs, wrapped));
  } catch (/** @type {any} */ error) {
    throw incompleteStatus(id, marked(type, known, wrapped), error.message);
  }
}

/** @param {any} request @param {import("./aws.js").Aws} aws */
async function read(request, aws) {
  const { type } = resourceOf(request);
  const wrappedInputs = propertiesOf(request.getInputs());
  const wrappedOutputs = propertiesOf(request.getProperties());
  const outputs = await type.read(aws, request.getId(), plainOf(wrappedOutputs));
  const reply = new proto.ReadResponse();
  // Without an id: the resource is gone.
  if (!outputs) return reply;
  const isImport = Object.keys(wrappedOutputs).length === 0;
  const inputs = isImport
    ? importedInputs(type.rules, outputs)
    : refreshedInputs(type.rules, plainOf(wrappedInputs), outputs);
  return reply
    .setId(request.getId())
    .setProperties(marked(type, outputs, { ...wrappedInputs, ...wrappedOutputs }))
    .setInputs(marked(type, inputs, wrappedInputs));
}

/** @param {any} request @param {import("./aws.js").Aws} aws */
async function update(request, aws) {
  const { type } = resourceOf(request);
  const [wrappedOlds, wrappedNews] = [propertiesOf(request.getOlds()), propertiesOf(request.getNews())];
  const [olds, news] = [plainOf(wrappedOlds), plainInputs(wrappedNews)];
  const id = request.getId();
  if (!request.getPreview()) await type.update(aws, id, olds, news);
  const outputs = request.getPreview()
    ? type.plan(aws, news, olds)
    : await readExisting(type, aws, id, { ...olds, ...news });
  const properties = marked(type, outputs, { ...wrappedOlds, ...wrappedNews });
  return new proto.UpdateResponse().setProperties(properties);
}

/** @param {any} request @param {import("./aws.js").Aws} aws */
async function remove(request, aws) {
  const { type } = resourceOf(request);
  await type.delete(aws, request.getId(), plainOf(propertiesOf(request.getProperties())));
  return new emptyProto.Empty();
}

/** @param {ResourceType} type @param {import("./aws.js").Aws} aws @param {string} id @param {Properties} olds */
async function readExisting(type, aws, id, olds) {
  const outputs = await type.read(aws, id, olds);
  if (!outputs) throw new Error(`reading ${id}: couldn't find resource`);
  return outputs;
}

/** Inputs without what only the plugin itself reads. @param {Properties} wrapped */
function plainInputs(wrapped) {
  const { __defaults: _own, ...inputs } = plainOf(wrapped);
  return inputs;
}

/** @param {ResourceType} type @param {Properties} properties plain @param {Properties} model with wrapped secrets */
function marked({ secretOutputs = [] }, properties, model) {
  const result = withSecretsOf(properties, model);
  for (const name of secretOutputs.filter((output) => result[output])) result[name] = secretOf(result[name]);
  return structOf(result);
}

/**
 * The gRPC status by which the engine keeps a resource that exists but is incomplete.
 *
 * @param {string} id
 * @param {any} properties
 * @param {string} reason
 */
function incompleteStatus(id, properties, reason) {
  const detail = new proto.ErrorResourceInitFailed()
    .setId(id)
    .setProperties(properties)
    .setReasonsList([reason]);
  const envelope = new anyProto.Any();
  envelope.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const { Status } = require("@pulumi/pulumi/proto/status_pb.js");
  const code = grpc.status.UNKNOWN;
  const status = new Status().setCode(code).setMessage(reason).setDetailsList([envelope]);
  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return Object.assign(new Error(reason), { code, metadata });
}

module.exports = { check, diff, diffReply, create, read, update, remove };
