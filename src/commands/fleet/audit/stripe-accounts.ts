import type { Environment } from "../../../environments";
import { proveAccount } from "../../../stripe/account-guard";
import { connectStripe, type LabelledKey, type StripeEndpoint } from "../../../stripe/endpoints-api";
import type { RetryPolicy } from "../../../stripe/retry";

/** Asks Stripe for the endpoints of an account in one mode; once for all stacks that share account, mode and key. */
export type EndpointSource = (
  key: LabelledKey,
  account: { readonly environment: Environment; readonly stripeAccountId: string },
) => Promise<readonly StripeEndpoint[]>;

/** Proves each key, then lists: two calls an account. @throws UserError (of the returned function) */
export function endpointSource(
  env: Readonly<Record<string, string | undefined>>,
  policy: RetryPolicy,
): EndpointSource {
  const lists = new Map<string, Promise<readonly StripeEndpoint[]>>();
  return (key, account) => {
    const id = [key.value, account.environment, account.stripeAccountId].join(" ");
    const list = lists.get(id) ?? listWith(key, account);
    lists.set(id, list);
    return list;
  };

  async function listWith(key: LabelledKey, account: Parameters<EndpointSource>[1]) {
    const api = connectStripe(key, env, policy);
    await proveAccount(api, account);
    return api.list();
  }
}
