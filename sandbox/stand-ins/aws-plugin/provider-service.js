const providerProto = require("@pulumi/pulumi/proto/provider_pb.js");
const pluginProto = require("@pulumi/pulumi/proto/plugin_pb.js");
const { emptyProto, unary } = require("../plugin/pulumi-rpc.js");
const { assertAllowedAccount } = require("./account-guard.js");
const { openAws } = require("./aws-client.js");
const { invoke } = require("./functions.js");
const { plainOf, propertiesOf } = require("./properties.js");
const { readProviderConfig } = require("./provider-config.js");
const { resourceMethods } = require("./resource-methods.js");

/**
 * The ResourceProvider service. Methods that the engine calls in no deployment (GetSchema, Construct, Parameterize,
 * and so on) answer UNIMPLEMENTED, as does Handshake: what the plugin takes is told by Configure.
 *
 * @param {{ onConfigured: () => void }} options
 */
function providerService({ onConfigured }) {
  const cancellation = new AbortController();
  /** @type {import("./aws-client.js").Aws | undefined} */
  let aws;

  /** @param {any} request */
  async function configure(request) {
    onConfigured();
    const config = readProviderConfig(plainOf(propertiesOf(request.getArgs())), process.env);
    if (!config.region) {
      throw new Error(
        "Invalid provider configuration: a region must be set (pulumi config set aws:region REGION)",
      );
    }
    const opened = openAws(config, cancellation.signal);
    await assertAllowedAccount(opened);
    aws = opened;
    return new providerProto.ConfigureResponse()
      .setAcceptsecrets(true)
      .setAcceptresources(true)
      .setSupportspreview(true);
  }

  function configured() {
    if (!aws) throw new Error("the provider is not configured");
    return aws;
  }

  return {
    getPluginInfo: unary(() => new pluginProto.PluginInfo().setVersion(pluginVersion())),
    checkConfig: unary((request) => new providerProto.CheckResponse().setInputs(request.getNews())),
    diffConfig: unary(diffConfig),
    configure: unary(configure),
    invoke: unary((request) => invoke(configured(), request)),
    ...resourceMethods(configured),
    cancel: unary(() => {
      cancellation.abort();
      return new emptyProto.Empty();
    }),
  };
}

/** Version of the installed SDK, which the real plugin would have too. */
function pluginVersion() {
  return require("@pulumi/aws/package.json").version;
}

/** Another region means other resources; anything else is taken over in place. @param {any} request */
function diffConfig(request) {
  const [olds, news] = [request.getOlds(), request.getNews()].map((struct) => plainOf(propertiesOf(struct)));
  const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter(
    (name) => name !== "version",
  );
  const changed = names.filter((name) => JSON.stringify(olds[name]) !== JSON.stringify(news[name]));
  const { DIFF_SOME, DIFF_NONE } = providerProto.DiffResponse.DiffChanges;
  return new providerProto.DiffResponse()
    .setChanges(changed.length ? DIFF_SOME : DIFF_NONE)
    .setDiffsList(changed)
    .setReplacesList(changed.filter((name) => name === "region"));
}

module.exports = { providerService };
