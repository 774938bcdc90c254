const providerProto = require("@pulumi/pulumi/proto/provider_pb.js");
const { emptyProto, unary } = require("../plugin/pulumi-rpc.js");
const { importedInputs, refreshedInputs } = require("./changes.js");
const { checkReply, diffReply } = require("./check-and-diff.js");
const { incompleteStatus } = require("./incomplete-status.js");
const { plainOf, propertiesOf, secretOf, structOf, withSecretsOf } = require("./properties.js");
const { IncompleteError } = require("./resource-type.js");
const { resourceTypeOf } = require("./resource-types.js");

/** @typedef {import("./resource-type.js").ResourceType} ResourceType */

/**
 * The life cycle of resources as gRPC methods. Secrets arrive wrapped; the resource types see them plain, and what
 * they answer is wrapped again where its input, or its old value, was.
 *
 * @param {() => import("./aws-client.js").Aws} configured
 */
function resourceMethods(configured) {
  return {
    check: unary(checkReply),
    diff: unary((request) => diffReply(request, configured())),
    create: unary((request) => create(request, configured())),
    read: unary((request) => read(request, configured())),
    update: unary((request) => update(request, configured())),
    delete: unary((request) => remove(request, configured())),
  };
}

/** @param {any} request @param {import("./aws-client.js").Aws} aws */
async function create(request, aws) {
  const type = resourceTypeOf(request.getUrn());
  const wrapped = propertiesOf(request.getProperties());
  const inputs = plainInputs(wrapped);
  const outputsStruct = (/** @type {Record<string, any>} */ outputs) => marked(type, outputs, wrapped);
  if (request.getPreview()) {
    return new providerProto.CreateResponse().setProperties(outputsStruct(type.plan(aws, inputs)));
  }
  const { id, outputs } = await keepingIncomplete(outputsStruct, () => type.create(aws, inputs));
  return new providerProto.CreateResponse().setId(id).setProperties(outputsStruct(outputs));
}

/** @param {any} request @param {import("./aws-client.js").Aws} aws */
async function read(request, aws) {
  const type = resourceTypeOf(request.getUrn());
  const id = request.getId();
  const wrappedInputs = propertiesOf(request.getInputs());
  const wrappedOutputs = propertiesOf(request.getProperties());
  const isImport = Object.keys(wrappedOutputs).length === 0;
  const outputs = await type.read(aws, id, plainOf(wrappedOutputs));
  const reply = new providerProto.ReadResponse();
  // Without an id: the resource is gone.
  if (!outputs) return reply;
  const inputs = isImport
    ? importedInputs(type.rules, outputs)
    : refreshedInputs(type.rules, plainOf(wrappedInputs), outputs);
  return reply
    .setId(id)
    .setProperties(marked(type, outputs, { ...wrappedInputs, ...wrappedOutputs }))
    .setInputs(marked(type, inputs, wrappedInputs));
}

/** @param {any} request @param {import("./aws-client.js").Aws} aws */
async function update(request, aws) {
  const type = resourceTypeOf(request.getUrn());
  const id = request.getId();
  const [wrappedOlds, wrappedNews] = [propertiesOf(request.getOlds()), propertiesOf(request.getNews())];
  const [olds, news] = [plainOf(wrappedOlds), plainInputs(wrappedNews)];
  const outputsStruct = (/** @type {Record<string, any>} */ outputs) =>
    marked(type, outputs, { ...wrappedOlds, ...wrappedNews });
  if (request.getPreview()) {
    return new providerProto.UpdateResponse().setProperties(outputsStruct(type.plan(aws, news, olds)));
  }
  const outputs = await keepingIncomplete(outputsStruct, () => type.update(aws, id, olds, news));
  return new providerProto.UpdateResponse().setProperties(outputsStruct(outputs));
}

/** @param {any} request @param {import("./aws-client.js").Aws} aws */
async function remove(request, aws) {
  const type = resourceTypeOf(request.getUrn());
  await type.delete(aws, request.getId(), plainOf(propertiesOf(request.getProperties())));
  return new emptyProto.Empty();
}

/** Inputs without what only the plugin itself reads. @param {Record<string, any>} wrapped */
function plainInputs(wrapped) {
  const { __defaults: _own, ...inputs } = plainOf(wrapped);
  return inputs;
}

/**
 * @param {ResourceType} type
 * @param {Record<string, any>} properties plain
 * @param {Record<string, any>} model with wrapped secrets
 */
function marked(type, properties, model) {
  const result = withSecretsOf(properties, model);
  for (const name of type.secretOutputs) {
    if (result[name] !== undefined && result[name] !== "") result[name] = secretOf(result[name]);
  }
  return structOf(result);
}

/**
 * @template T
 * @param {(outputs: Record<string, any>) => any} outputsStruct
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function keepingIncomplete(outputsStruct, work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof IncompleteError)) throw error;
    throw incompleteStatus({ id: error.id, properties: outputsStruct(error.outputs), reason: error.message });
  }
}

module.exports = { resourceMethods };
