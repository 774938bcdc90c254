const { channelOptions, grpc } = require("./pulumi-rpc.js");

/**
 * Serves a plugin's gRPC service on a free loopback port and prints the port as the first line of stdout, which is
 * what the engine reads.
 *
 * @param {any} definition the service, out of a `*_grpc_pb` module
 * @param {any} implementation methods by name; those left out answer UNIMPLEMENTED
 * @returns {Promise<number>} the port
 */
async function servePlugin(definition, implementation) {
  const server = new grpc.Server(channelOptions);
  server.addService(definition, implementation);
  const port = await new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  process.stdout.write(`${port}\n`);
  return port;
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

/**
 * Value of a flag that the engine may put before its address: `--tracing URL`.
 *
 * @param {readonly string[]} args
 * @param {string} flag
 * @returns {string}
 */
function flagValue(args, flag) {
  const at = args.indexOf(`--${flag}`);
  return at < 0 ? "" : (args[at + 1] ?? "");
}

module.exports = { servePlugin, engineAddressOf, flagValue };
