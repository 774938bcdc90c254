const providerProto = require("@pulumi/pulumi/proto/provider_pb.js");
const { structOf } = require("./properties.js");

/** @type {Record<string, (aws: import("./aws-client.js").Aws) => Promise<Record<string, any>>>} */
const functions = {
  "aws:index/getCallerIdentity:getCallerIdentity": async (aws) => {
    const identity = await aws.callerIdentity();
    return { ...identity, id: identity.accountId };
  },
};

/**
 * Answers an invoke: `getCallerIdentity` only.
 *
 * @param {import("./aws-client.js").Aws} aws
 * @param {any} request
 */
async function invoke(aws, request) {
  const call = functions[request.getTok()];
  if (!call) throw new Error(`the stand-in for the AWS plugin has no function ${request.getTok()}`);
  return new providerProto.InvokeResponse().setReturn(structOf(await call(aws)));
}

module.exports = { invoke };
