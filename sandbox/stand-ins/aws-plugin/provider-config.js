/**
 * Configuration of the provider.
 *
 * @typedef {object} ProviderConfig
 * @property {string} region
 * @property {string[]} allowedAccountIds empty: any account
 * @property {string | undefined} profile credentials to use; undefined: the SDK's default chain
 * @property {Record<string, string>} endpoints addresses by service, `secretsmanager` and `sts`
 * @property {number} maxAttempts tries of one call, the first one included; default 25
 */

/**
 * The real provider's. It counts tries, whatever the setting's name says, and takes 0 for "not set":
 * hashicorp/terraform-provider-aws, internal/provider (MaxRetries, GetOk("max_retries")).
 */
const DEFAULT_ATTEMPTS = 25;

/** Settings that are used; those of the second line mean nothing to a service on this machine. */
const KNOWN = [
  ...["region", "allowedAccountIds", "profile", "endpoints", "maxRetries"],
  ...["version", "skipMetadataApiCheck", "skipRegionValidation"],
];

/**
 * Reads the configuration that CheckConfig and Configure bring: strings, and JSON text for everything else.
 *
 * @param {Record<string, any>} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {ProviderConfig} throws for a setting that the stand-in does not have, and without a region
 */
function readProviderConfig(args, env) {
  const unknown = Object.keys(args).filter((name) => !KNOWN.includes(name) && !name.startsWith("__"));
  if (unknown.length > 0) {
    const names = unknown.map((name) => `aws:${name}`).join(", ");
    throw new Error(`the stand-in for the AWS plugin does not have ${names}: install Pulumi's own plugin`);
  }
  const region = args.region || env.AWS_REGION || env.AWS_DEFAULT_REGION;
  if (!region) {
    throw new Error(
      "Missing region information\n" +
        "Make sure you have set your AWS region, e.g. `pulumi config set aws:region us-west-2`.",
    );
  }
  return {
    region,
    allowedAccountIds: (parsed(args.allowedAccountIds) ?? []).map(String),
    profile: args.profile || undefined,
    endpoints: Object.assign({}, ...(parsed(args.endpoints) ?? [])),
    maxAttempts: Number(args.maxRetries) || DEFAULT_ATTEMPTS,
  };
}

/** @param {any} value JSON text, or the value itself @returns {any} */
function parsed(value) {
  return typeof value === "string" && value !== "" ? JSON.parse(value) : value || undefined;
}

module.exports = { readProviderConfig };
