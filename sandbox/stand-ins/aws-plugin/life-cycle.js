const { anyProto, emptyProto, grpc } = require("../plugin/serve-plugin.js");
const { changesBetween, importedInputs, refreshedInputs } = require("./changes.js");
const { propertiesOf, structOf } = require("./properties.js");
const proto = require("@pulumi/pulumi/proto/provider_pb.js");

// The life cycle of resources as the engine asks for it.

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
  const news = propertiesOf(request.getNews());
  const context = {
    resourceName: name,
    oldInputs: propertiesOf(request.getOlds()),
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
  return new proto.CheckResponse().setInputs(structOf(inputs, type.secrets)).setFailuresList(failures);
}

/** Gives the path of each change as the real plugin does. @param {any} request */
function diff(request) {
  const { type } = resourceOf(request);
  const olds = propertiesOf(request.getOlds());
  const news = propertiesOf(request.getNews());
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
  const inputs = inputsOf(request.getProperties());
  if (inputs.region && inputs.region !== aws.config.region) {
    throw new Error(
      `the stand-in for the AWS plugin works in ${aws.config.region} only, not in ${inputs.region}`,
    );
  }
  const reply = new proto.CreateResponse();
  if (request.getPreview()) return reply.setProperties(structOf(type.plan(aws, inputs), type.secrets));
  const { id, known, follow } = await type.create(aws, inputs);
  try {
    await follow();
    const outputs = await readExisting(type, aws, id, { ...known, ...inputs });
    return reply.setId(id).setProperties(structOf(outputs, type.secrets));
  } catch (/** @type {any} */ error) {
    throw incompleteStatus(id, structOf(known, type.secrets), error.message);
  }
}

/** @param {any} request @param {import("./aws.js").Aws} aws */
async function read(request, aws) {
  const { type } = resourceOf(request);
  const olds = propertiesOf(request.getProperties());
  const outputs = await type.read(aws, request.getId(), olds);
  const reply = new proto.ReadResponse();
  // Without an id: the resource is gone.
  if (!outputs) return reply;
  const isImport = Object.keys(olds).length === 0;
  const inputs = isImport
    ? importedInputs(type.rules, outputs)
    : refreshedInputs(type.rules, propertiesOf(request.getInputs()), outputs);
  return reply
    .setId(request.getId())
    .setProperties(structOf(outputs, type.secrets))
    .setInputs(structOf(inputs, type.secrets));
}

/** @param {any} request @param {import("./aws.js").Aws} aws */
async function update(request, aws) {
  const { type } = resourceOf(request);
  const [id, olds, news] = [request.getId(), propertiesOf(request.getOlds()), inputsOf(request.getNews())];
  if (!request.getPreview()) await type.update(aws, id, olds, news);
  const outputs = request.getPreview()
    ? type.plan(aws, news, olds)
    : await readExisting(type, aws, id, { ...olds, ...news });
  return new proto.UpdateResponse().setProperties(structOf(outputs, type.secrets));
}

/** @param {any} request @param {import("./aws.js").Aws} aws */
async function remove(request, aws) {
  const { type } = resourceOf(request);
  await type.delete(aws, request.getId(), propertiesOf(request.getProperties()));
  return new emptyProto.Empty();
}

/** @param {ResourceType} type @param {import("./aws.js").Aws} aws @param {string} id @param {Properties} olds */
async function readExisting(type, aws, id, olds) {
  const outputs = await type.read(aws, id, olds);
  if (!outputs) throw new Error(`reading ${id}: couldn't find resource`);
  return outputs;
}

/** Inputs without what only the plugin itself reads. @param {any} struct */
function inputsOf(struct) {
  const { __defaults: _own, ...inputs } = propertiesOf(struct);
  return inputs;
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
