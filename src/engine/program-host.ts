import { createRequire } from "node:module";
import type { Server } from "@grpc/grpc-js";

// Pulumi's own server for programs that run in the process of the Automation API. The API itself would start `pulumi`
// from here, and select each stack in a file that all runs share.
const { LanguageServer } = require("@pulumi/pulumi/automation/server");
const { LanguageRuntimeService } = require("@pulumi/pulumi/proto/language_grpc_pb");
// The copy that belongs to the SDK: a strict package manager shows it to nobody else.
const grpc: typeof import("@grpc/grpc-js") = createRequire(require.resolve("@pulumi/pulumi"))(
  "@grpc/grpc-js",
);

/**
 * Makes this process the host of a program (`ProgramHosts` starts it): engines that get its address with `--client` run
 * the program here, one after the other, instead of starting a Node for each. When the process that started it is gone,
 * it ends with the run that is under way.
 * @param program declares the resources of a stack, and returns the stack's outputs; called once per run
 */
export function hostProgram(program: () => object): void {
  const server: Server = new grpc.Server();
  server.addService(LanguageRuntimeService, new LanguageServer(async () => program()));
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    process.send?.(`127.0.0.1:${port}`);
  });
  process.once("disconnect", () => server.tryShutdown(() => {}));
}
