import type { Environment } from "../../../environments";
import { messageOf, UserError } from "../../../errors";
import type { ConnectionSecret } from "../../../secret/connection-secret";
import { proveAccount } from "../../../stripe/account-guard";
import { connectStripe, type LabelledKey, type StripeEndpoint } from "../../../stripe/endpoints-api";
import type { RetryPolicy } from "../../../stripe/retry";
import { type Finding, finding } from "../report";
import type { DeclaredStack } from "./declared";
import { judgeEndpoints } from "./judge-endpoints";

/** Compares a stack's endpoints with its declaration, with the key of its connection secret, else STRIPE_API_KEY. */
export async function judgeStripe(
  declared: DeclaredStack,
  connection: ConnectionSecret,
  endpoints: EndpointSource,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Finding[]> {
  const key = connection.stripeSecretKey
    ? { label: "the connection secret's stripeSecretKey", value: connection.stripeSecretKey }
    : { label: "STRIPE_API_KEY", value: env.STRIPE_API_KEY?.trim() ?? "" };
  if (!key.value) {
    const message =
      "only AWS was checked: the connection secret holds no key (Stripe Connect), and STRIPE_API_KEY is not set";
    return [finding("stripe-not-checked", message)];
  }
  try {
    return judgeEndpoints(declared, connection, await endpoints(key, declared.config));
  } catch (error) {
    return [failure(error)];
  }
}

/** The first line says what is wrong; commands to fix it would be of the managing key, not of the secret's. */
function failure(error: unknown): Finding {
  const isElsewhere =
    error instanceof UserError && ["account-mismatch", "key-mode-mismatch"].includes(error.code);
  const text = messageOf(error).split("\n")[0] ?? "";
  return finding(isElsewhere ? "account-mismatch" : "stripe-unreadable", text);
}

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
