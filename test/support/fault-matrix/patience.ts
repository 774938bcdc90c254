import { AsyncLocalStorage } from "node:async_hooks";
import type * as Limits from "../../../src/aws/limits";
import type * as Retry from "../../../src/stripe/retry";
import type { Service } from "./scenario";

/** Time for one call with all its attempts, in ms, by service; the usual time where it is left out. */
export type Patience = Partial<Record<Service, number>>;

const patience = new AsyncLocalStorage<Patience>();
const USUAL_MS = 30_000;

/** Does `work` with other budgets for its calls to Stripe and AWS, beside work with other ones. */
export function withPatience<T>(budgetsMs: Patience, work: () => Promise<T>): Promise<T> {
  return patience.run(budgetsMs, work);
}

const variablesFor = (service: Service) => ({
  PLENIGO_STRIPE_RETRY_BUDGET_MS: String(patience.getStore()?.[service] ?? USUAL_MS),
});

/**
 * Stands for `src/stripe/retry` under `jest.mock`: the provider's own policy, with the budget of `withPatience`. A pause
 * before a retry passes at once, and counts as time that has passed; only an answer that does not come takes real time.
 */
export function retryWithPatience(): typeof Retry {
  const actual = jest.requireActual<typeof Retry>("../../../src/stripe/retry");
  const retryPolicy: typeof Retry.retryPolicy = (_, mostMs) => {
    let skippedMs = 0;
    const sleep = async (ms: number) => {
      skippedMs += ms;
    };
    return {
      ...actual.retryPolicy(variablesFor("stripe"), mostMs),
      now: () => Date.now() + skippedMs,
      sleep,
    };
  };
  return { ...actual, retryPolicy };
}

/** Stands for `src/aws/limits` under `jest.mock`: the limits of our own calls, with the budget of `withPatience`. */
export function limitsWithPatience(): typeof Limits {
  const actual = jest.requireActual<typeof Limits>("../../../src/aws/limits");
  const callLimits = () => actual.callLimits(variablesFor("aws"));
  return {
    ...actual,
    callLimits,
    limitsPlugin: (service, limits = callLimits()) => actual.limitsPlugin(service, limits),
  };
}
