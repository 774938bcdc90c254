/**
 * Configuration of the provider, as far as the stand-in uses it. Other keys are accepted and have no effect.
 *
 * @typedef {object} ProviderConfig
 * @property {string} region
 * @property {string[]} allowedAccountIds empty: any account
 * @property {string[]} forbiddenAccountIds
 * @property {{ accessKeyId: string, secretAccessKey: string, sessionToken?: string } | undefined} credentials
 *   undefined: the SDK's default chain
 * @property {string | undefined} profile
 * @property {Record<string, string>} endpoints addresses by service, `secretsmanager` and `sts`
 * @property {number} maxAttempts tries of one call, the first one included; default 3
 * @property {Record<string, string>} defaultTags
 * @property {{ keys: string[], keyPrefixes: string[] }} ignoreTags
 */

const DEFAULT_ATTEMPTS = 3;

/**
 * Reads the configuration that Configure brings: strings, and JSON text for everything else.
 *
 * @param {Record<string, any>} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {ProviderConfig}
 */
function readProviderConfig(args, env) {
  if (parsed(args.assumeRoles)?.length || parsed(args.assumeRoleWithWebIdentity)) {
    throw new Error(
      "the stand-in for the AWS plugin can't assume roles: install Pulumi's own (pulumi install)",
    );
  }
  const ignoreTags = parsed(args.ignoreTags);
  return {
    region: args.region || env.AWS_REGION || env.AWS_DEFAULT_REGION || "",
    allowedAccountIds: (parsed(args.allowedAccountIds) ?? []).map(String),
    forbiddenAccountIds: (parsed(args.forbiddenAccountIds) ?? []).map(String),
    credentials: args.accessKey
      ? {
          accessKeyId: args.accessKey,
          secretAccessKey: args.secretKey,
          sessionToken: args.token || undefined,
        }
      : undefined,
    profile: args.profile || undefined,
    endpoints: Object.assign({}, ...(parsed(args.endpoints) ?? [])),
    maxAttempts: Number(parsed(args.maxRetries) ?? DEFAULT_ATTEMPTS) || 1,
    defaultTags: parsed(args.defaultTags)?.tags ?? {},
    ignoreTags: { keys: ignoreTags?.keys ?? [], keyPrefixes: ignoreTags?.keyPrefixes ?? [] },
  };
}

/** JSON text becomes its value, anything else stays. @param {any} value @returns {any} */
function parsed(value) {
  if (typeof value !== "string" || value === "") return value || undefined;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

module.exports = { readProviderConfig };
