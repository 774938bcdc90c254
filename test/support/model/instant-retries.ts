import type { RetryPolicy } from "../../../src/stripe/retry";

/** Stands for `src/stripe/retry` under `jest.mock`: the provider's own policy, on a clock of its own; nothing waits. */
module.exports = {
  ...jest.requireActual("../../../src/stripe/retry"),
  retryPolicy: (): RetryPolicy => {
    let time = 0;
    const sleep = async (ms: number) => {
      time += ms;
    };
    return { budgetMs: 30_000, now: () => time, sleep };
  },
};
