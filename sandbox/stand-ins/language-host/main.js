// Stands in for Pulumi's Node.js language host where that can't be had: an engine built from source has none.
//
// Limits: it runs programs, and tells which plugins they need. Installing and describing (`pulumi install`, `about`,
// `new`), runtime options, plugins and policy packs in TypeScript, code generation, debuggers and tracing are left out.
// It reports the SDK's version as its own. The SDK's own language server (`@pulumi/pulumi/automation/server`) is not used:
// it runs a function in its own process, where Pulumi's host starts a Node with arguments, environment and exit codes.

const { endWithEngine } = require("../plugin/engine-lifetime.js");
const { emptyProto, engineAddressOf, servePlugin, unary } = require("../plugin/serve-plugin.js");
const { runProgram, stopAllPrograms } = require("./program.js");
const { requiredPackages } = require("./required-packages.js");

console.error(
  "pulumi-language-nodejs: plenigo-stripe's stand-in for Pulumi's Node.js language host is in use",
);
endWithEngine(stopAllPrograms);
const { LanguageRuntimeService } = require("@pulumi/pulumi/proto/language_grpc_pb.js");
servePlugin("pulumi-language-nodejs", LanguageRuntimeService, languageService());

/** The LanguageRuntime service; methods that no update calls answer UNIMPLEMENTED. */
function languageService() {
  const proto = require("@pulumi/pulumi/proto/language_pb.js");
  const { PackageDependency, PluginInfo } = require("@pulumi/pulumi/proto/plugin_pb.js");
  const cancellation = new AbortController();
  let engineAddress = engineAddressOf(process.argv.slice(2)) ?? "";
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
