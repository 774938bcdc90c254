import { PulumiStack } from "../engine/pulumi-stack";
import { UserError } from "../errors";
import { setSecretConfig, setStripeKey } from "../remedies";
import type { ConnectionSecret } from "../secret/connection-secret";
import { proveAccount } from "../stripe/account-guard";
import { connectDelivery, type DeliveryApi } from "../stripe/delivery-api";
import { connectStripe, type EndpointsApi, type LabelledKey } from "../stripe/endpoints-api";
import { retryPolicy } from "../stripe/retry";
import type { Surroundings } from "../terminal/surroundings";
import type { SelectedStack } from "./stack-option";

/** Stripe with a key of the stack's account and mode. */
export interface StripeOfStack {
  readonly endpoints: EndpointsApi;
  readonly delivery: DeliveryApi;
}

/**
 * Connects to Stripe with STRIPE_API_KEY, else the secret key of the connection secret, else the stack's deploy key,
 * after the key has proved account and mode.
 * @throws UserError `key-missing`, and what `proveAccount` throws
 */
export async function stripeOfStack(
  surroundings: Surroundings,
  selected: SelectedStack,
  connection: ConnectionSecret,
): Promise<StripeOfStack> {
  const { env } = surroundings;
  const key = await keyFor(surroundings, selected, connection);
  const policy = retryPolicy(env);
  const endpoints = connectStripe(key, env, policy);
  await proveAccount(endpoints, selected);
  return { endpoints, delivery: connectDelivery(key, env, policy) };
}

async function keyFor(
  surroundings: Surroundings,
  { stack, file }: SelectedStack,
  connection: ConnectionSecret,
): Promise<LabelledKey> {
  const fromEnvironment = surroundings.env.STRIPE_API_KEY?.trim();
  if (fromEnvironment) return { label: "STRIPE_API_KEY", value: fromEnvironment };
  if (connection.stripeSecretKey) return { label: "stripeSecretKey", value: connection.stripeSecretKey };
  const deployKey = "plenigo-stripe:stripeDeployKey";
  if (file.encrypted.includes(deployKey)) {
    const value = await new PulumiStack(stack, surroundings).run("config", "get", deployKey);
    return { label: "stripeDeployKey", value: value.trim() };
  }
  throw new UserError({
    code: "key-missing",
    what: "there is no Stripe key to work with: the account is linked by Stripe Connect, and the stack has no stripeDeployKey.",
    where: stack,
    next: [setStripeKey("STRIPE_API_KEY"), setSecretConfig("stripeDeployKey")],
    stack,
  });
}
