// Stands in for Pulumi's AWS plugin where that can't be had: Secret, SecretVersion and SecretPolicy of Secrets Manager,
// and getCallerIdentity, as far as programs here use them. docs/parity.md tells what was compared with the real one.
//
// Limits: an input, a setting or a type that is not here is refused, and one region is all that there is. GetSchema,
// List and Call are not answered.

const { endWithEngine } = require("../plugin/engine-lifetime.js");
const { channelOptions, engineAddressOf, grpc, servePlugin } = require("../plugin/serve-plugin.js");
const { providerService } = require("./provider.js");

// The SDK prints it on Node 20, and whatever a plugin prints is kept for the user.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

const NOTICE =
  "pulumi-resource-aws: plenigo-stripe's stand-in for Pulumi's AWS plugin is in use (Secrets Manager only)";

console.error(NOTICE);
endWithEngine();
const { ResourceProviderService } = require("@pulumi/pulumi/proto/provider_grpc_pb.js");
const engineAddress = engineAddressOf(process.argv.slice(2));
const serve = () =>
  servePlugin(
    "pulumi-resource-aws",
    ResourceProviderService,
    providerService(() => tellUser(engineAddress)),
  );
// The real plugin is a program of 800 MB; tests set how long after this one it is there, in ms.
setTimeout(serve, Number(process.env.PLENIGO_STRIPE_STAND_IN_START_MS) || 0);

/**
 * Shows the notice to the user. The engine hides what resource plugins print, so it goes through the engine's own log.
 * Nobody waits for it, and an engine that does not take it is not a fault.
 *
 * @param {string | undefined} address the engine's
 */
function tellUser(address) {
  if (!address) return;
  const { EngineClient } = require("@pulumi/pulumi/proto/engine_grpc_pb.js");
  const { LogRequest, LogSeverity } = require("@pulumi/pulumi/proto/engine_pb.js");
  const engine = new EngineClient(address, grpc.credentials.createInsecure(), channelOptions);
  engine.log(new LogRequest().setSeverity(LogSeverity.INFO).setMessage(NOTICE), () => engine.close());
}
