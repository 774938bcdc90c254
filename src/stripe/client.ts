import type Stripe from "stripe";
import { proxyAgentFor } from "../network/proxy";
import { stripeAddress } from "./address";
import { isOfStripe, isTransient, type StripeCallContext, stripeUserError } from "./errors";
import { boundedHttpClient } from "./http-client";
import { type RetryPolicy, requestTimeoutMs, withRetries } from "./retry";

/** A key, and the configuration key or variable that holds it. */
export interface LabelledKey {
  readonly label: string;
  /** Secret. */
  readonly value: string;
}

/** Environment variables. */
export type StripeEnv = Readonly<Record<string, string | undefined>>;

/** The SDK with one key, and how each call is made: retried within the policy, every failure a UserError. */
export interface StripeClient {
  readonly stripe: Stripe;
  /** `context`: what is asked for, for the wording of an error. */
  call<T>(context: Omit<StripeCallContext, "keyLabel">, request: () => Promise<T>): Promise<T>;
}

/** Connects the SDK to Stripe, or to `STRIPE_API_BASE`. Nothing is sent before the first call. */
export function stripeClient(key: LabelledKey, env: StripeEnv, policy: RetryPolicy): StripeClient {
  const address = stripeAddress(env.STRIPE_API_BASE);
  // A fifth of the start of a command, and many connect to nothing.
  const Client = require("stripe") as typeof import("stripe");
  const stripe = new Client(key.value, {
    ...address,
    httpClient: boundedHttpClient(proxyAgentFor(`${address.protocol}://${address.host}:${address.port}`)),
    maxNetworkRetries: 0,
    timeout: requestTimeoutMs(policy),
    telemetry: false,
    appInfo: { name: "plenigo-stripe" },
  });
  return {
    stripe,
    call: async (context, request) => {
      try {
        return await withRetries(policy, isTransient, request);
      } catch (error) {
        throw isOfStripe(error) ? stripeUserError(error, { ...context, keyLabel: key.label }) : error;
      }
    },
  };
}
