import { messageOf, UserError } from "../../../errors";
import type { ConnectionSecret } from "../../../secret/connection-secret";
import { finding } from "../finding";
import type { Finding } from "../report";
import type { DeclaredStack } from "./declared";
import { judgeEndpoints } from "./judge-endpoints";
import type { EndpointSource } from "./stripe-accounts";

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
