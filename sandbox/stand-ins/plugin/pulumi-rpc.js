const { createRequire } = require("node:module");

// gRPC and protobuf are the SDK's own dependencies, so they are taken from where the SDK finds them.
const fromSdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));

/** gRPC as the Pulumi SDK uses it. @type {typeof import("@grpc/grpc-js")} */
const grpc = fromSdk("@grpc/grpc-js");

/** Protobuf's Empty message. @type {typeof import("google-protobuf/google/protobuf/empty_pb")} */
const emptyProto = fromSdk("google-protobuf/google/protobuf/empty_pb.js");

/** Protobuf's Struct, the form of all properties. @type {typeof import("google-protobuf/google/protobuf/struct_pb")} */
const structProto = fromSdk("google-protobuf/google/protobuf/struct_pb.js");

/** Protobuf's Any, the envelope of error details. @type {typeof import("google-protobuf/google/protobuf/any_pb")} */
const anyProto = fromSdk("google-protobuf/google/protobuf/any_pb.js");

/** Message size that the engine uses too, in bytes. */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

/** Options of each gRPC server and client here. */
const channelOptions = {
  "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
  "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
};

/**
 * Turns a function from request to reply into a unary gRPC method. A rejected promise becomes the call's status;
 * an error's own `code` and `metadata` go along.
 *
 * @param {(request: any, call: any) => Promise<any> | any} answer
 */
function unary(answer) {
  return async (/** @type {any} */ call, /** @type {(error: any, reply?: any) => void} */ callback) => {
    try {
      callback(null, await answer(call.request, call));
    } catch (error) {
      callback(statusOf(error));
    }
  };
}

/** @param {any} error */
function statusOf(error) {
  const code = typeof error?.code === "number" ? error.code : grpc.status.UNKNOWN;
  const message = error instanceof Error ? error.message : String(error);
  return { code, details: message, message, metadata: error?.metadata };
}

module.exports = { grpc, emptyProto, structProto, anyProto, channelOptions, unary };
