// Stands in for Pulumi's Node.js language host where that can't be had: an engine built from source has none.
//
// Limits: it runs programs, and tells which plugins they need. Installing and describing (`pulumi install`, `about`,
// `new`), runtime options, plugins and policy packs in TypeScript, code generation, debuggers and tracing are left out.
// It reports the SDK's version as its own. The SDK's own language server (`@pulumi/pulumi/automation/server`) is not used:
// it runs a function in its own process, where Pulumi's host starts a Node with arguments, environment and exit codes.

const { endWithEngine } = require("../plugin/engine-lifetime.js");
const { engineAddressOf, servePlugin } = require("../plugin/serve-plugin.js");
const { stopAllPrograms } = require("./program.js");
const { languageService } = require("./service.js");

console.error(
  "pulumi-language-nodejs: plenigo-stripe's stand-in for Pulumi's Node.js language host is in use",
);
endWithEngine(stopAllPrograms);
const { LanguageRuntimeService } = require("@pulumi/pulumi/proto/language_grpc_pb.js");
servePlugin(
  "pulumi-language-nodejs",
  LanguageRuntimeService,
  languageService(engineAddressOf(process.argv.slice(2))),
);
