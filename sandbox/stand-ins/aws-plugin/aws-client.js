const { AwsError } = require("./aws-errors.js");
const { callerIdentity } = require("./sts.js");

/**
 * AWS as the resources see it.
 *
 * @typedef {object} Aws
 * @property {import("./provider-config.js").ProviderConfig} config
 * @property {AbortSignal} cancelled set when the engine cancels
 * @property {(operation: string, input: Record<string, any>, region?: string) => Promise<any>} call
 *   calls Secrets Manager; rejects with an AwsError
 * @property {() => Promise<import("./sts.js").CallerIdentity>} callerIdentity
 */

/**
 * Opens AWS for a configuration. The SDK is loaded with the first call, so that the plugin starts fast.
 *
 * @param {import("./provider-config.js").ProviderConfig} config
 * @param {AbortSignal} cancelled
 * @returns {Aws}
 */
function openAws(config, cancelled) {
  /** @type {Map<string, any>} */
  const clients = new Map();
  /** @param {string} region */
  const clientFor = (region) => {
    const client = clients.get(region) ?? newClient(config, region);
    clients.set(region, client);
    return client;
  };
  return {
    config,
    cancelled,
    call: (operation, input, region = config.region) => send(clientFor(region), operation, input, cancelled),
    callerIdentity: () => callerIdentity(clientFor(config.region), config),
  };
}

/** @param {import("./provider-config.js").ProviderConfig} config @param {string} region */
function newClient(config, region) {
  const { SecretsManagerClient } = require("@aws-sdk/client-secrets-manager");
  const { secretsmanager } = config.endpoints;
  return new SecretsManagerClient({
    region,
    maxAttempts: config.maxAttempts,
    ...(config.credentials ? { credentials: config.credentials } : {}),
    ...(config.profile ? { profile: config.profile } : {}),
    ...(secretsmanager ? { endpoint: secretsmanager } : {}),
  });
}

/**
 * @param {any} client
 * @param {string} operation
 * @param {Record<string, any>} input
 * @param {AbortSignal} cancelled
 */
async function send(client, operation, input, cancelled) {
  /** @type {any} */
  const sdk = require("@aws-sdk/client-secrets-manager");
  const Command = sdk[`${operation}Command`];
  try {
    return await client.send(new Command(input), { abortSignal: cancelled });
  } catch (error) {
    const secrets = [input.SecretString, input.SecretBinary?.toString("base64")];
    throw new AwsError("Secrets Manager", operation, error, secrets);
  }
}

module.exports = { openAws };
