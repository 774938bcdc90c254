/**
 * A resource type of the plugin.
 *
 * @typedef {object} ResourceType
 * @property {Record<string, import("./changes.js").InputRule>} rules of its inputs; others are refused
 * @property {readonly string[]} [secrets] inputs and outputs that are always secret
 * @property {(inputs: Record<string, any>, context: CheckContext) => Record<string, any>} [defaults]
 *   values for inputs that the program leaves out
 * @property {(inputs: Record<string, any>) => Failure[]} failures what is wrong with the inputs
 * @property {(aws: Aws, inputs: Record<string, any>, olds?: Record<string, any>) => Record<string, any>} plan
 *   outputs that a preview can know; `olds` in an update
 * @property {(aws: Aws, inputs: Record<string, any>) => Promise<Created>} create
 * @property {(aws: Aws, id: string, olds: Record<string, any>) => Promise<Record<string, any> | undefined>} read
 *   outputs, or nothing when the resource is gone; `olds` are empty in an import
 * @property {(aws: Aws, id: string, olds: Record<string, any>, news: Record<string, any>) => Promise<void>} update
 * @property {(aws: Aws, id: string, olds: Record<string, any>) => Promise<void>} delete
 *
 * @typedef {import("./aws.js").Aws} Aws
 * @typedef {{ property: string, reason: string }} Failure
 * @typedef {{ resourceName: string, oldInputs: Record<string, any>, seed: Uint8Array }} CheckContext
 *
 * A new resource: what is known of it right after its creation, and what follows until AWS shows it.
 * @typedef {{ id: string, known: Record<string, any>, follow: () => Promise<void> }} Created
 */

/**
 * Names the step that failed, with the real plugin's words.
 *
 * @template T
 * @param {string} step `creating Secrets Manager Secret (name)`
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
async function during(step, work) {
  try {
    return await work;
  } catch (/** @type {any} */ error) {
    throw new Error(`${step}: ${error.message}`, { cause: error });
  }
}

/**
 * For `catch`: undefined where the error, or what caused it, says that a thing is not there.
 *
 * @param {(error: any) => boolean} isMissing
 * @returns {(error: any) => undefined} throws every other error
 */
function unless(isMissing) {
  return (error) => {
    if (isMissing(error) || (error.cause && isMissing(error.cause))) return undefined;
    throw error;
  };
}

/** @param {Record<string, any>} inputs @param {readonly string[]} properties @returns {Failure[]} */
function missingOf(inputs, properties) {
  return properties
    .filter((property) => inputs[property] === undefined)
    .map((property) => ({ property, reason: `Missing required property '${property}'` }));
}

let requests = 0;

/**
 * A ClientRequestToken, which becomes the version's id: `terraform-`, the time to a tenth of a millisecond, and eight
 * hexadecimal digits that count. hashicorp/terraform-plugin-sdk, helper/id
 */
function requestToken() {
  requests += 1;
  const time = new Date().toISOString().replace(/\D/g, "").padEnd(18, "0");
  return `terraform-${time}${requests.toString(16).padStart(8, "0")}`;
}

module.exports = { during, unless, missingOf, requestToken };
