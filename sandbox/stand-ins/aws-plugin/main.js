// Stands in for Pulumi's AWS plugin where that can't be had: three types of Secrets Manager (Secret, SecretVersion,
// SecretPolicy) and getCallerIdentity, with the inputs, outputs, defaults, replacements and calls of the real one.
//
// Limits: that it is like the real one is read from the real one's source, not measured. Other types and functions,
// roles to assume, FIPS and dual-stack addresses are refused or have no effect; GetSchema, List and Call are not
// answered; `tagsAll` is named in a diff only when the provider's default tags changed.

const { endWithEngine } = require("../plugin/engine-lifetime.js");
const { engineAddressOf, servePlugin } = require("../plugin/serve-plugin.js");
const { tellEngine } = require("./engine-log.js");
const { providerService } = require("./provider-service.js");

// The SDK prints it on Node 20, and whatever a plugin prints is kept for the user.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

const notice =
  "pulumi-resource-aws: plenigo-stripe's stand-in for Pulumi's AWS plugin is in use (Secrets Manager only)";

console.error(notice);
endWithEngine();
const { ResourceProviderService } = require("@pulumi/pulumi/proto/provider_grpc_pb.js");
const engineAddress = engineAddressOf(process.argv.slice(2));
const service = providerService({ onConfigured: () => tellEngine(engineAddress, notice) });
servePlugin(ResourceProviderService, service).catch((error) => {
  console.error(`pulumi-resource-aws: ${error.message}`);
  process.exit(1);
});
