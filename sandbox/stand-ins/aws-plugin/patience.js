const { setTimeout: wait } = require("node:timers/promises");
const { during } = require("./resource-type.js");

/** Go's AWS SDK as the real provider sets it: hashicorp/aws-sdk-go-base, resolveRetryer. */
const LONGEST_PAUSE_MS = 300_000;
/** Attempts at an address that refuses connections: hashicorp/aws-sdk-go-base, MaxNetworkRetryCount. */
const MOST_REFUSED = 9;
/** How long the real provider waits for AWS to settle: PropagationTimeout of its Secrets Manager. */
const SETTLE_MS = 120_000;
const FIRST_SETTLE_PAUSE_MS = 500;
const LONGEST_SETTLE_PAUSE_MS = 10_000;

const RETRYABLE_STATUS = [500, 502, 503, 504];
/** aws/aws-sdk-go-v2, aws/retry: DefaultRetryableErrorCodes and DefaultThrottleErrorCodes. */
const RETRYABLE_CODES = [
  ...["RequestTimeout", "RequestTimeoutException", "Throttling", "ThrottlingException", "ThrottledException"],
  ...["RequestThrottledException", "RequestThrottled", "TooManyRequestsException", "RequestLimitExceeded"],
  ...["LimitExceededException", "SlowDown", "PriorRequestNotComplete", "TransactionInProgressException"],
];

/** How many times faster than in the real provider all waits pass; tests set it. */
const haste = () => Number(process.env.PLENIGO_STRIPE_STAND_IN_HASTE) || 1;

/** @param {number} ms */
const pause = (ms) => wait(ms / haste());

/**
 * Tries a call of AWS's SDK until it succeeds, fails for good, or has been tried too often. The pauses are those of Go's
 * SDK before 2026's change of its retries: random below 2, 4 … 256 s, then 300 s each. With 25 attempts that is 84
 * minutes on average. Nothing ends them early: the Terraform bridge does nothing when the engine cancels.
 *
 * @template T
 * @param {number} maxAttempts
 * @param {() => Promise<T>} attempt
 * @returns {Promise<T>} rejects with what the SDK threw; its `attempts` is set when all were used up
 */
async function withAttempts(maxAttempts, attempt) {
  for (let count = 1; ; count += 1) {
    try {
      return await attempt();
    } catch (/** @type {any} */ error) {
      if (!mayPass(error)) throw error;
      const isRefused = error.code === "ECONNREFUSED" && count >= MOST_REFUSED;
      if (isRefused || count >= maxAttempts) throw Object.assign(error, { attempts: count });
      const longest = count > Math.log2(LONGEST_PAUSE_MS / 1000);
      await pause(longest ? LONGEST_PAUSE_MS : Math.random() * 2 ** count * 1000);
    }
  }
}

/** What never got an answer may pass, except for a name that nobody has; of answers some. @param {any} error */
function mayPass(error) {
  const status = statusOf(error);
  if (status === undefined) return error.code !== "ENOTFOUND" && error.name !== "CredentialsProviderError";
  return RETRYABLE_STATUS.includes(status) || RETRYABLE_CODES.includes(error.name);
}

/** @param {any} error @returns {number | undefined} HTTP status of the answer; without an answer undefined */
function statusOf(error) {
  return error?.$metadata?.httpStatusCode ?? error?.$response?.statusCode;
}

/**
 * Repeats `attempt` while it fails in a way that passes once AWS has settled, for two minutes.
 *
 * @template T
 * @param {() => Promise<T>} attempt
 * @param {(error: any) => boolean} mayPassSoon
 * @returns {Promise<T>} rejects with the last error
 */
async function onceSettled(attempt, mayPassSoon) {
  const deadline = Date.now() + SETTLE_MS / haste();
  for (let ms = FIRST_SETTLE_PAUSE_MS; ; ms = Math.min(ms * 2, LONGEST_SETTLE_PAUSE_MS)) {
    try {
      return await attempt();
    } catch (error) {
      if (!mayPassSoon(error) || Date.now() >= deadline) throw error;
      await pause(ms);
    }
  }
}

/**
 * Waits until AWS does not show a thing any more, for two minutes.
 *
 * @param {string} step for the error: `waiting for Secrets Manager Secret (ARN) delete`
 * @param {() => Promise<any>} find something that counts as true while it is there
 */
async function onceGone(step, find) {
  const look = async () => {
    if (await find()) throw Object.assign(new Error("found resource"), { isStillThere: true });
  };
  await during(
    step,
    onceSettled(look, (error) => error.isStillThere),
  );
}

module.exports = { withAttempts, onceSettled, onceGone, statusOf };
