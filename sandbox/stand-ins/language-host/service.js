const { emptyProto, unary } = require("../plugin/serve-plugin.js");
const { runProgram } = require("./program.js");
const { requiredPackages } = require("./required-packages.js");

const proto = require("@pulumi/pulumi/proto/language_pb.js");
const { PackageDependency, PluginInfo } = require("@pulumi/pulumi/proto/plugin_pb.js");

/**
 * The LanguageRuntime service for one engine; methods that no update calls answer UNIMPLEMENTED.
 * @param {string} [startedBy] the engine's address, where it starts the plugin; one that attaches tells its own
 */
function languageService(startedBy = "") {
  const cancellation = new AbortController();
  let engineAddress = startedBy;
  return {
    handshake: unary((/** @type {any} */ request) => {
      engineAddress = request.getEngineAddress();
      return new proto.LanguageHandshakeResponse();
    }),
    // Pulumi's host has the engine's version; the SDK's is the nearest that is known here.
    getPluginInfo: unary(() => new PluginInfo().setVersion(require("@pulumi/pulumi/package.json").version)),
    getRequiredPackages: unary((/** @type {any} */ request) => {
      const packages = requiredPackages(request.getInfo().getProgramDirectory());
      return new proto.GetRequiredPackagesResponse().setPackagesList(
        packages.map(({ name, version, server }) =>
          new PackageDependency().setKind("resource").setName(name).setVersion(version).setServer(server),
        ),
      );
    }),
    run: unary(async (/** @type {any} */ request, /** @type {any} */ call) => {
      const ended = new AbortController();
      call.on("cancelled", () => ended.abort());
      const signal = AbortSignal.any([cancellation.signal, ended.signal]);
      const { error, bail } = await runProgram(request, engineAddress, signal).catch(
        (/** @type {Error} */ failure) => ({ error: failure.message, bail: false }),
      );
      return new proto.RunResponse().setError(error).setBail(bail);
    }),
    cancel: unary(() => {
      cancellation.abort();
      return new emptyProto.Empty();
    }),
  };
}

module.exports = { languageService };
