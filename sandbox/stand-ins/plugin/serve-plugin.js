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
    } catch (/** @type {any} */ error) {
      const code = typeof error?.code === "number" ? error.code : grpc.status.UNKNOWN;
      const message = error instanceof Error ? error.message : String(error);
      callback({ code, details: message, message, metadata: error?.metadata });
    }
  };
}

/**
 * Serves a plugin's gRPC service on a free loopback port and prints the port as the first line of stdout, which is
 * what the engine reads. A port that can't be had ends the process.
 *
 * @param {string} name the plugin's, for its errors
 * @param {any} definition the service, out of a `*_grpc_pb` module
 * @param {any} implementation methods by name; those left out answer UNIMPLEMENTED
 */
function servePlugin(name, definition, implementation) {
  const server = new grpc.Server(channelOptions);
  server.addService(definition, implementation);
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (!error) return process.stdout.write(`${port}\n`);
    console.error(`${name}: ${error.message}`);
    process.exit(1);
  });
}

/**
 * The engine's address among a plugin's arguments: the last one, after the flags.
 *
 * @param {readonly string[]} args
 * @returns {string | undefined}
 */
function engineAddressOf(args) {
  const last = args.at(-1);
  return last && /^[^-].*:\d+$/.test(last) ? last : undefined;
}

module.exports = {
  anyProto,
  channelOptions,
  emptyProto,
  engineAddressOf,
  grpc,
  servePlugin,
  structProto,
  unary,
};
