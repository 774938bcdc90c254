const { channelOptions, grpc } = require("../plugin/pulumi-rpc.js");

/**
 * Shows a line to the user. The engine hides what resource plugins print, so it goes through the engine's own log.
 * Nobody waits for it, and an engine that does not take it is no fault.
 *
 * @param {string | undefined} engineAddress
 * @param {string} message
 */
function tellEngine(engineAddress, message) {
  if (!engineAddress) return;
  const { EngineClient } = require("@pulumi/pulumi/proto/engine_grpc_pb.js");
  const { LogRequest, LogSeverity } = require("@pulumi/pulumi/proto/engine_pb.js");
  const engine = new EngineClient(engineAddress, grpc.credentials.createInsecure(), channelOptions);
  const request = new LogRequest().setSeverity(LogSeverity.INFO).setMessage(message);
  engine.log(request, () => engine.close());
}

module.exports = { tellEngine };
