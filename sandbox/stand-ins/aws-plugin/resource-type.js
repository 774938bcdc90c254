/**
 * A resource type of the plugin. All properties that its functions see are plain, without secret wrappers.
 *
 * @typedef {object} ResourceType
 * @property {Record<string, import("./changes.js").InputRule>} rules of its inputs
 * @property {readonly string[]} secretOutputs outputs that are always secret
 * @property {(inputs: Record<string, any>, context: CheckContext) => Record<string, any>} defaults
 *   values for inputs that the program leaves out
 * @property {(inputs: Record<string, any>) => Failure[]} failures what is wrong with the inputs
 * @property {(aws: Aws, inputs: Record<string, any>, olds?: Record<string, any>) => Record<string, any>} plan
 *   outputs that a preview can know; `olds` in an update
 * @property {(aws: Aws, inputs: Record<string, any>) => Promise<Created>} create
 * @property {(aws: Aws, id: string, olds: Record<string, any>) => Promise<Record<string, any> | undefined>} read
 *   outputs, or nothing when the resource is gone; `olds` are empty in an import
 * @property {(aws: Aws, id: string, olds: Record<string, any>, news: Record<string, any>) =>
 *   Promise<Record<string, any>>} update
 * @property {(aws: Aws, id: string, olds: Record<string, any>) => Promise<void>} delete
 *
 * @typedef {import("./aws-client.js").Aws} Aws
 * @typedef {{ property: string, reason: string }} Failure
 * @typedef {{ id: string, outputs: Record<string, any> }} Created
 * @typedef {{ resourceName: string, oldInputs: Record<string, any>, seed: Uint8Array }} CheckContext
 */

/**
 * The resource exists, but what had to follow its creation, or its change, failed: the state keeps it, as incomplete.
 */
class IncompleteError extends Error {
  /**
   * @param {string} id
   * @param {Record<string, any>} outputs
   * @param {any} cause
   */
  constructor(id, outputs, cause) {
    super(cause.message, { cause });
    this.name = "IncompleteError";
    this.id = id;
    this.outputs = outputs;
  }
}

/**
 * Runs what follows once a resource exists; its failure becomes an IncompleteError.
 *
 * @template T
 * @param {string} id
 * @param {Record<string, any>} outputs what is known of the resource by then
 * @param {() => Promise<T>} follow
 * @returns {Promise<T>}
 */
async function onceCreated(id, outputs, follow) {
  try {
    return await follow();
  } catch (error) {
    throw new IncompleteError(id, outputs, error);
  }
}

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

module.exports = { IncompleteError, onceCreated, during };
