// Serves the stand-ins for AWS plugin and language host and the SDK's dynamic provider to run after run of the engine,
// which attaches to them instead of starting its own: a run loads most of them twice, and starting them is half of its
// computing. What they remember of one run or connection is not there for another; what they print does not reach the
// engine, nor does what a program prints.
const path = require("node:path");
const { emptyProto, grpc, unary } = require("../../../sandbox/stand-ins/plugin/serve-plugin.js");
const { CHECKOUT, forgetOwnModules, serveRuns } = require("./serve.cjs");

const { LanguageRuntimeService } = require("@pulumi/pulumi/proto/language_grpc_pb.js");
const { ResourceProviderService } = require("@pulumi/pulumi/proto/provider_grpc_pb.js");
const DYNAMIC_PROVIDER = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
const AWS_PLUGIN = path.join(CHECKOUT, "sandbox/stand-ins/aws-plugin/provider.js");
const LANGUAGE_HOST = path.join(CHECKOUT, "sandbox/stand-ins/language-host/service.js");

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
process.chdir(CHECKOUT);

/** The methods of the SDK's server, which is a script that serves them when it is loaded. */
function newDynamicProvider() {
  delete require.cache[DYNAMIC_PROVIDER];
  const { addService, bindAsync } = grpc.Server.prototype;
  /** @type {any} */
  let methods;
  grpc.Server.prototype.addService = (/** @type {any} */ _, /** @type {any} */ implementation) => {
    methods = implementation;
  };
  grpc.Server.prototype.bindAsync = () => {};
  try {
    require(DYNAMIC_PROVIDER);
  } finally {
    Object.assign(grpc.Server.prototype, { addService, bindAsync });
  }
  return methods;
}

/** Plugins of the run under way, by the name and the engine's end of the connection. @type {Map<string, any>} */
const started = new Map();

/**
 * Serves a plugin to each engine that attaches: what `start` returns for one connection is for no other.
 * @param {string} name @param {any} service @param {() => any} start @returns {Promise<number>} the port
 */
function attachable(name, service, start) {
  const pluginOf = (/** @type {any} */ call) => {
    const key = `${name} ${call.getPeer()}`;
    if (!started.has(key)) started.set(key, start());
    return started.get(key);
  };
  const isUnary = (/** @type {string} */ method) => !service[method].responseStream;
  const methods = Object.keys(service)
    .filter(isUnary)
    .map((method) => [
      method,
      (/** @type {any} */ call, /** @type {any} */ callback) => {
        const plugin = pluginOf(call);
        if (plugin[method]) plugin[method](call, callback);
        else callback({ code: grpc.status.UNIMPLEMENTED, details: method });
      },
    ]);
  const attach = unary(() => new emptyProto.Empty());
  const server = new grpc.Server();
  server.addService(service, { ...Object.fromEntries(methods), attach });
  return new Promise((resolve, reject) => {
    const credentials = grpc.ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", credentials, (error, port) => (error ? reject(error) : resolve(port)));
  });
}

// The SDK's script wants the engine's address here, and does nothing with it.
process.argv.push("127.0.0.1:0");
process.setMaxListeners(0);
Promise.all([
  attachable("aws", ResourceProviderService, () => require(AWS_PLUGIN).providerService(() => {})),
  attachable("pulumi-nodejs", ResourceProviderService, newDynamicProvider),
  attachable("nodejs", LanguageRuntimeService, () => require(LANGUAGE_HOST).languageService()),
]).then(([aws, dynamic, language]) =>
  serveRuns({ aws, dynamic, language }, () => {
    started.clear();
    forgetOwnModules();
  }),
);
