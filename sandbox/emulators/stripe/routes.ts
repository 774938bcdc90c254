import type { Route, StripeCall } from "./backend";
import { eventRoutes } from "./events";
import { refuseUnknown } from "./params";
import { paymentIntentRoutes } from "./payment-intents";
import { webhookEndpointRoutes } from "./webhook-endpoints";

/** The account of the key. */
const accountRoute: Route = {
  operation: "GET /v1/account",
  permission: "accounts_kyc_basic_read",
  prepare: prepareAccount,
};

function prepareAccount(call: StripeCall): () => unknown {
  refuseUnknown(call.params, []);
  return () => accountObject(call.account.id);
}

/** Has no `livemode`, like Stripe's: an account is the same in both modes. */
function accountObject(id: string): unknown {
  return {
    id,
    object: "account",
    business_profile: { name: "Emulated publisher", url: null },
    business_type: "company",
    capabilities: { card_payments: "active", transfers: "active" },
    charges_enabled: true,
    country: "DE",
    default_currency: "eur",
    details_submitted: true,
    email: "billing@publisher.example",
    payouts_enabled: true,
    settings: { dashboard: { display_name: "Emulated publisher", timezone: "Europe/Berlin" } },
    type: "standard",
  };
}

const routes = [...webhookEndpointRoutes, accountRoute, ...eventRoutes, ...paymentIntentRoutes].map(
  (route) => ({
    route,
    pattern: new RegExp(`^${route.operation.replace("{id}", "([^/]+)")}$`),
  }),
);

/** The route of a request and the id in its path (or ""); undefined for what Stripe or the emulator doesn't have. */
export function findRoute(method: string, path: string): { route: Route; objectId: string } | undefined {
  for (const { route, pattern } of routes) {
    const match = pattern.exec(`${method} ${path}`);
    if (match) return { route, objectId: match[1] ?? "" };
  }
  return undefined;
}
