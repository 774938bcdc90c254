import { accountRoutes } from "./account";
import type { Route } from "./backend";
import { eventRoutes } from "./events";
import { paymentIntentRoutes } from "./payment-intents";
import { webhookEndpointRoutes } from "./webhook-endpoints";

const routes = [...webhookEndpointRoutes, ...accountRoutes, ...eventRoutes, ...paymentIntentRoutes].map(
  (route) => ({
    route,
    pattern: new RegExp(`^${route.operation.replace("{id}", "([^/]+)")}$`),
  }),
);

/**
 * The route of a request and the id in its path (or ""); undefined for what Stripe or the emulator doesn't
 * have.
 */
export function findRoute(method: string, path: string): { route: Route; objectId: string } | undefined {
  for (const { route, pattern } of routes) {
    const match = pattern.exec(`${method} ${path}`);
    if (match) return { route, objectId: match[1] ?? "" };
  }
  return undefined;
}
