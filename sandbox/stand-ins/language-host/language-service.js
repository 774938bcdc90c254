const languageProto = require("@pulumi/pulumi/proto/language_pb.js");
const pluginProto = require("@pulumi/pulumi/proto/plugin_pb.js");
const { emptyProto, unary } = require("../plugin/pulumi-rpc.js");
const { programDependencies } = require("./dependencies.js");
const { describeRuntime, installDependencies } = require("./package-manager.js");
const { runProgram } = require("./program-process.js");
const { requiredPackages } = require("./required-packages.js");
const { parseRuntimeOptions } = require("./runtime-options.js");

/**
 * The LanguageRuntime service for Node.js programs: what `pulumi up`, `preview`, `refresh`, `destroy`, `install` and
 * `about` call. Other methods (code generation, RunPlugin, packing) answer UNIMPLEMENTED.
 *
 * @param {{ engineAddress: string, tracing: string }} host where the engine listens; a Handshake may change it
 */
function languageService(host) {
  const cancellation = new AbortController();
  return {
    handshake: unary((request) => {
      host.engineAddress = request.getEngineAddress();
      return new languageProto.LanguageHandshakeResponse();
    }),
    getPluginInfo: unary(() => new pluginProto.PluginInfo().setVersion(sdkVersion())),
    getRequiredPackages: unary(requiredPackagesReply),
    run: unary((request, call) => run(request, call, host, cancellation.signal)),
    about: unary(about),
    getProgramDependencies: unary(dependencies),
    runtimeOptionsPrompts: unary(() => new languageProto.RuntimeOptionsResponse()),
    template: unary(() => new languageProto.TemplateResponse()),
    installDependencies: install,
    cancel: unary(() => {
      cancellation.abort();
      return new emptyProto.Empty();
    }),
  };
}

/** Pulumi's host has the engine's version; the SDK's is the nearest that is known here. */
function sdkVersion() {
  return require("@pulumi/pulumi/package.json").version;
}

/** @param {any} request */
function optionsOf(request) {
  return parseRuntimeOptions(request.getInfo().getOptions()?.toJavaScript() ?? {});
}

/** @param {any} request */
function requiredPackagesReply(request) {
  const packages = requiredPackages(request.getInfo().getProgramDirectory());
  return new languageProto.GetRequiredPackagesResponse().setPackagesList(
    packages.map(({ name, version, server }) =>
      new pluginProto.PackageDependency()
        .setKind("resource")
        .setName(name)
        .setVersion(version)
        .setServer(server),
    ),
  );
}

/**
 * @param {any} request
 * @param {any} call
 * @param {{ engineAddress: string, tracing: string }} host
 * @param {AbortSignal} cancelled
 */
async function run(request, call, host, cancelled) {
  const ended = new AbortController();
  call.on("cancelled", () => ended.abort());
  const { error, bail } = await runProgram(request, host, AbortSignal.any([cancelled, ended.signal])).catch(
    (failure) => ({ error: failure.message, bail: false }),
  );
  return new languageProto.RunResponse().setError(error).setBail(bail);
}

/** @param {any} request */
async function about(request) {
  const folder = request.getInfo().getProgramDirectory();
  const { executable, version, metadata } = await describeRuntime(optionsOf(request), folder);
  const reply = new languageProto.AboutResponse().setExecutable(executable).setVersion(version);
  for (const [key, value] of Object.entries(metadata)) reply.getMetadataMap().set(key, value);
  return reply;
}

/** @param {any} request */
function dependencies(request) {
  const folder = request.getInfo().getProgramDirectory();
  return new languageProto.GetProgramDependenciesResponse().setDependenciesList(
    programDependencies(folder, request.getTransitivedependencies()).map(({ name, version }) =>
      new languageProto.DependencyInfo().setName(name).setVersion(version),
    ),
  );
}

/** @param {any} call a server stream: the installation's output */
async function install(call) {
  /** @param {"stdout" | "stderr"} stream @param {Buffer} chunk */
  const send = (stream, chunk) => {
    const reply = new languageProto.InstallDependenciesResponse();
    call.write(stream === "stdout" ? reply.setStdout(chunk) : reply.setStderr(chunk));
  };
  try {
    send("stdout", Buffer.from("Installing dependencies...\n\n"));
    await installDependencies(optionsOf(call.request), call.request.getInfo().getProgramDirectory(), send);
    send("stdout", Buffer.from("Finished installing dependencies\n\n"));
    call.end();
  } catch (error) {
    call.emit("error", error);
  }
}

module.exports = { languageService };
