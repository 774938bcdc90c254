const { AwsError } = require("./aws-errors.js");

/**
 * @typedef {object} CallerIdentity
 * @property {string} accountId twelve digits
 * @property {string} arn
 * @property {string} userId
 */

const BODY = "Action=GetCallerIdentity&Version=2011-06-15";
const TIMEOUT_MS = 10_000;

/**
 * Asks STS whose credentials these are. The installed SDK packages bring no command for it, so the request is signed
 * with what the Secrets Manager client holds: credentials and signer.
 *
 * @param {any} client a SecretsManagerClient
 * @param {import("./provider-config.js").ProviderConfig} config
 * @returns {Promise<CallerIdentity>} rejects with an AwsError
 */
async function callerIdentity(client, config) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await askOnce(client, config);
    } catch (/** @type {any} */ error) {
      const status = error?.$metadata?.httpStatusCode ?? 0;
      const mayPass = error.isNetwork || status === 429 || status >= 500;
      if (mayPass && attempt < config.maxAttempts) continue;
      error.$metadata = { ...error.$metadata, attempts: attempt };
      throw new AwsError("STS", "GetCallerIdentity", error);
    }
  }
}

/** @param {any} client @param {import("./provider-config.js").ProviderConfig} config */
async function askOnce(client, config) {
  const url = endpointOf(config);
  const signer = await client.config.signer({
    name: "sigv4",
    signingName: "sts",
    signingRegion: config.region,
    properties: {},
  });
  const request = await signer.sign({
    method: "POST",
    protocol: url.protocol,
    hostname: url.hostname,
    port: url.port ? Number(url.port) : undefined,
    path: url.pathname,
    query: {},
    headers: { host: url.host, "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
    body: BODY,
  });
  const { host: _set, ...headers } = request.headers;
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(url, { method: "POST", headers, body: BODY, signal }).catch((error) => {
    throw Object.assign(error, { isNetwork: true });
  });
  const text = await response.text();
  if (!response.ok) throw answerError(response.status, text);
  return {
    accountId: element(text, "Account"),
    arn: element(text, "Arn"),
    userId: element(text, "UserId"),
  };
}

/** @param {import("./provider-config.js").ProviderConfig} config */
function endpointOf(config) {
  const { AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL } = process.env;
  const china = config.region.startsWith("cn-") ? ".cn" : "";
  const preset = `https://sts.${config.region}.amazonaws.com${china}`;
  return new URL(config.endpoints.sts || AWS_ENDPOINT_URL_STS || AWS_ENDPOINT_URL || preset);
}

/** @param {number} status @param {string} text */
function answerError(status, text) {
  const error = new Error(element(text, "Message"));
  error.name = element(text, "Code") || "UnknownError";
  const $metadata = { httpStatusCode: status, requestId: element(text, "RequestId") };
  return Object.assign(error, { $metadata });
}

/** @param {string} xml @param {string} name @returns {string} text of the first such element, or empty */
function element(xml, name) {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? "";
}

module.exports = { callerIdentity };
