const { emptyProto, unary } = require("../plugin/serve-plugin.js");
const { openAws } = require("./aws.js");
const lifeCycle = require("./life-cycle.js");
const { propertiesOf, structOf, UNKNOWN } = require("./properties.js");
const { readProviderConfig } = require("./provider-config.js");
const { during } = require("./resource-type.js");
const proto = require("@pulumi/pulumi/proto/provider_pb.js");

/** Go's SDK without any setting of its own: pulumi/pulumi-aws, validateCredentials. */
const VALIDATION_ATTEMPTS = 3;

/**
 * The ResourceProvider service. Methods that the engine calls in no deployment (GetSchema, Construct, Parameterize,
 * and so on) answer UNIMPLEMENTED, as does Handshake: what the plugin takes is told by Configure. As in the Terraform
 * bridge, Cancel does nothing: a call that waits for its next attempt goes on waiting. The SDK's own provider server
 * (`@pulumi/pulumi/provider`) is not used: it has no configuration, no detailed diffs, no previews and no imports.
 *
 * @param {() => void} onConfigured
 */
function providerService(onConfigured) {
  /** @type {import("./aws.js").Aws | undefined} */
  let aws;
  let isValidated = false;

  /** The real plugin asks STS here, once a process, so that it can say what is wrong. @param {any} request */
  async function checkConfig(request) {
    const reply = new proto.CheckResponse().setInputs(request.getNews());
    const news = propertiesOf(request.getNews());
    if (isValidated || Object.values(news).includes(UNKNOWN)) return reply;
    isValidated = true;
    try {
      const opened = openAws(readProviderConfig(news, process.env));
      await during(
        "unable to validate AWS credentials.\nDetails: validating provider credentials: retrieving caller identity from STS",
        opened.callerIdentity(VALIDATION_ATTEMPTS),
      );
      return reply;
    } catch (/** @type {any} */ error) {
      return reply.setFailuresList([new proto.CheckFailure().setReason(error.message)]);
    }
  }

  /** Asks STS again, as the real provider does, and refuses an account that is not allowed. @param {any} request */
  async function configure(request) {
    onConfigured();
    const opened = openAws(readProviderConfig(propertiesOf(request.getArgs()), process.env));
    const { accountId } = await during(
      "Retrieving AWS account details: validating provider credentials: retrieving caller identity from STS",
      opened.callerIdentity(),
    );
    const { allowedAccountIds } = opened.config;
    if (allowedAccountIds.length > 0 && !allowedAccountIds.includes(accountId)) {
      throw new Error(`AWS account ID not allowed: ${accountId}`);
    }
    aws = opened;
    return new proto.ConfigureResponse().setSupportspreview(true);
  }

  /** @param {(request: any, aws: import("./aws.js").Aws) => any} answer */
  const configured = (answer) =>
    unary((request) => {
      if (!aws) throw new Error("the provider is not configured");
      return answer(request, aws);
    });

  return {
    getPluginInfo: unary(() => {
      const { PluginInfo } = require("@pulumi/pulumi/proto/plugin_pb.js");
      return new PluginInfo().setVersion(require("@pulumi/aws/package.json").version);
    }),
    checkConfig: unary(checkConfig),
    diffConfig: unary(diffConfig),
    configure: unary(configure),
    invoke: configured(invoke),
    check: unary(lifeCycle.check),
    diff: unary(lifeCycle.diff),
    create: configured(lifeCycle.create),
    read: configured(lifeCycle.read),
    update: configured(lifeCycle.update),
    delete: configured(lifeCycle.remove),
    cancel: unary(() => new emptyProto.Empty()),
  };
}

/** Another region means other resources; anything else is taken over in place. @param {any} request */
function diffConfig(request) {
  const [olds, news] = [propertiesOf(request.getOlds()), propertiesOf(request.getNews())];
  const names = Object.keys({ ...olds, ...news }).filter((name) => name !== "version");
  const changed = names.filter((name) => JSON.stringify(olds[name]) !== JSON.stringify(news[name]));
  return lifeCycle
    .diffReply(changed.length > 0)
    .setDiffsList(changed)
    .setReplacesList(changed.filter((name) => name === "region"));
}

/** @param {any} request @param {import("./aws.js").Aws} aws */
async function invoke(request, aws) {
  const token = request.getTok();
  if (token !== "aws:index/getCallerIdentity:getCallerIdentity") {
    throw new Error(`the stand-in for the AWS plugin has no function ${token}`);
  }
  const identity = await during("reading STS Caller Identity", aws.callerIdentity());
  return new proto.InvokeResponse().setReturn(structOf({ ...identity, id: identity.accountId }));
}

module.exports = { providerService };
