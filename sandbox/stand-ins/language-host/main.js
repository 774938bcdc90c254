// Stands in for Pulumi's Node.js language host where that can't be had: an engine built from source has none.
//
// Limits: it runs, installs and describes Node.js programs. Plugins and policy packs written in TypeScript, code
// generation, debuggers, the bun runtime, fnm's Node versions and npm workspaces are left out; synchronous invokes of
// SDKs before 2.0 too. It reports the SDK's version as its own.

const { endWithEngine } = require("../plugin/engine-lifetime.js");
const { engineAddressOf, flagValue, servePlugin } = require("../plugin/serve-plugin.js");
const { languageService } = require("./language-service.js");
const { stopAllPrograms } = require("./program-process.js");

const args = process.argv.slice(2);

console.error(
  "pulumi-language-nodejs: plenigo-stripe's stand-in for Pulumi's Node.js language host is in use",
);
endWithEngine(stopAllPrograms);
const { LanguageRuntimeService } = require("@pulumi/pulumi/proto/language_grpc_pb.js");
const service = languageService({
  engineAddress: engineAddressOf(args) ?? "",
  tracing: flagValue(args, "tracing"),
});
servePlugin(LanguageRuntimeService, service).catch((error) => {
  console.error(`pulumi-language-nodejs: ${error.message}`);
  process.exit(1);
});
