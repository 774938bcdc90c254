import {
  backOffMs,
  type RetryPolicy,
  requestTimeoutMs,
  retryPolicy,
  withRetries,
} from "../../src/stripe/retry";

/** A clock that only goes on when it is slept on, and what was slept. */
function fakeTime(budgetMs = 30_000) {
  const waits: number[] = [];
  let now = 1_000_000;
  const policy: RetryPolicy = {
    budgetMs,
    now: () => now,
    sleep: async (ms) => {
      waits.push(ms);
      now += ms;
    },
  };
  return { policy, waits, pass: (ms: number) => (now += ms), elapsed: () => now - 1_000_000 };
}

const always = () => true;

beforeEach(() => {
  jest.spyOn(Math, "random").mockReturnValue(0);
});

describe("the waits between attempts", () => {
  it("double from half a second up to 7.5 s", () => {
    const { policy } = fakeTime();
    const waits = [0, 1, 2, 3, 4, 5, 20].map((attempt) => backOffMs(policy, attempt, 0));
    expect(waits).toEqual([500, 1000, 2000, 4000, 7500, 7500, 7500]);
  });

  it("lose up to a quarter by chance", () => {
    expect(backOffMs(fakeTime().policy, 0, 1)).toBe(375);
  });

  it("scale with the budget", () => {
    expect(backOffMs(fakeTime(600).policy, 0, 0)).toBe(10);
  });
});

describe("a call", () => {
  it("is tried again until it succeeds", async () => {
    const { policy, waits } = fakeTime();
    const call = jest
      .fn()
      .mockRejectedValueOnce("busy")
      .mockRejectedValueOnce("busy")
      .mockResolvedValue("done");
    await expect(withRetries(policy, always, call)).resolves.toBe("done");
    expect(waits).toEqual([500, 1000]);
  });

  it("fails at once when the trouble stays", async () => {
    const { policy, waits } = fakeTime();
    const call = jest.fn().mockRejectedValue("refused");
    await expect(withRetries(policy, (error) => error !== "refused", call)).rejects.toBe("refused");
    expect([call.mock.calls.length, waits]).toEqual([1, []]);
  });

  it("throws what the last attempt threw when the budget is used up", async () => {
    const { policy, elapsed } = fakeTime();
    let attempts = 0;
    const call = () => Promise.reject(`attempt ${++attempts}`);
    await expect(withRetries(policy, always, call)).rejects.toBe("attempt 6");
    expect(elapsed()).toBe(15_000);
  });

  it("takes no longer than the budget in all, even when no attempt is ever answered", async () => {
    const { policy, pass, elapsed } = fakeTime();
    const call = async () => {
      pass(requestTimeoutMs(policy));
      throw "no answer";
    };
    await expect(withRetries(policy, always, call)).rejects.toBe("no answer");
    expect(elapsed()).toBeLessThanOrEqual(policy.budgetMs);
    expect(elapsed()).toBeGreaterThan(policy.budgetMs / 2);
  });
});

describe("the provider's policy", () => {
  it.each([
    ["is 30 s by default", {}, 30_000],
    ["can be shortened for tests", { PLENIGO_STRIPE_RETRY_BUDGET_MS: "600" }, 600],
    ["ignores a budget that is not a number", { PLENIGO_STRIPE_RETRY_BUDGET_MS: "soon" }, 30_000],
  ])("%s", (_, env, budgetMs) => {
    expect(retryPolicy(env).budgetMs).toBe(budgetMs);
  });

  it("waits for one answer at most a third of the budget", () => {
    expect(requestTimeoutMs(fakeTime(1000).policy)).toBe(334);
  });
});
