/** Time that calls to Stripe may take and how they wait; handed in, so that tests need not wait. */
export interface RetryPolicy {
  /** Time for all attempts of one call together, in ms. Default 30,000. */
  readonly budgetMs: number;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Budget where a person waits for the answer, or a thousand other tenants, in ms. */
export const SHORT_BUDGET_MS = 10_000;

/**
 * Policy of the provider. `PLENIGO_STRIPE_RETRY_BUDGET_MS` shortens it in tests; waits and time-outs scale with it.
 * @param mostMs bound of the budget, in ms. Default: none
 */
export function retryPolicy(
  env: Readonly<Record<string, string | undefined>>,
  mostMs = Number.POSITIVE_INFINITY,
): RetryPolicy {
  return {
    budgetMs: Math.min(Number(env.PLENIGO_STRIPE_RETRY_BUDGET_MS) || 30_000, mostMs),
    now: Date.now,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  };
}

/** Longest wait for one answer, in ms: a third of the budget. */
export function requestTimeoutMs(policy: RetryPolicy): number {
  return Math.ceil(policy.budgetMs / 3);
}

/**
 * Wait before the retry after `attempt` (from 0) failed, in ms: 500 doubling to 7,500 with the default budget, less
 * up to a quarter of chance so that many stacks don't come back together. Stripe: docs.stripe.com/rate-limits.
 */
export function backOffMs(policy: RetryPolicy, attempt: number, chance: number): number {
  const full = Math.min((policy.budgetMs / 60) * 2 ** attempt, policy.budgetMs / 4);
  return full * (1 - chance / 4);
}

/** Runs `call` again while `isTransient` says so and the budget lasts; then throws what the last attempt threw. */
export async function withRetries<T>(
  policy: RetryPolicy,
  isTransient: (error: unknown) => boolean,
  call: () => Promise<T>,
): Promise<T> {
  const deadline = policy.now() + policy.budgetMs;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      const wait = backOffMs(policy, attempt, Math.random());
      // The answer to the next attempt must fit in too, or the budget would be exceeded by its time-out.
      const isTooLate = policy.now() + wait + requestTimeoutMs(policy) > deadline;
      if (!isTransient(error) || isTooLate) throw error;
      await policy.sleep(wait);
    }
  }
}
