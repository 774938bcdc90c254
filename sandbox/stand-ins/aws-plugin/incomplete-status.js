const providerProto = require("@pulumi/pulumi/proto/provider_pb.js");
const statusProto = require("@pulumi/pulumi/proto/status_pb.js");
const { anyProto, grpc } = require("../plugin/pulumi-rpc.js");

/**
 * The gRPC status by which the engine keeps a resource that exists but is incomplete.
 *
 * @param {{ id: string, properties: any, reason: string }} incomplete `properties` as a Struct
 * @returns {Error}
 */
function incompleteStatus({ id, properties, reason }) {
  const detail = new providerProto.ErrorResourceInitFailed()
    .setId(id)
    .setProperties(properties)
    .setReasonsList([reason]);
  const envelope = new anyProto.Any();
  envelope.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new statusProto.Status()
    .setCode(grpc.status.UNKNOWN)
    .setMessage(reason)
    .setDetailsList([envelope]);
  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return Object.assign(new Error(reason), { code: grpc.status.UNKNOWN, metadata });
}

module.exports = { incompleteStatus };
