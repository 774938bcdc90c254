const { setTimeout: wait } = require("node:timers/promises");

/** How long the real plugin waits for AWS to settle, in ms: two minutes. */
const SETTLE_MS = 120_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Repeats `attempt` while it fails in a way that may pass, for as long as the real plugin does. Tests shorten that by
 * `PLENIGO_STRIPE_STAND_IN_SETTLE_MS`.
 *
 * @template T
 * @param {() => Promise<T>} attempt
 * @param {(error: any) => boolean} mayPass
 * @param {AbortSignal} cancelled ends the waiting
 * @returns {Promise<T>} rejects with the last error
 */
async function retryWhile(attempt, mayPass, cancelled) {
  const deadline = Date.now() + settleMs();
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await attempt();
    } catch (error) {
      const left = deadline - Date.now();
      if (!mayPass(error) || left <= 0) throw error;
      await wait(Math.min(pause, left), undefined, { signal: cancelled });
    }
  }
}

function settleMs() {
  const override = process.env.PLENIGO_STRIPE_STAND_IN_SETTLE_MS;
  return override ? Number(override) : SETTLE_MS;
}

module.exports = { retryWhile };
