import { type Environment, factsOf } from "../environments";

/** A page of Stripe's Dashboard, which has one for each mode; `page`: `apikeys`, `webhooks/we_…`. */
export function dashboardUrl(environment: Environment, page: string): string {
  return `https://dashboard.stripe.com/${factsOf(environment).mode === "test" ? "test/" : ""}${page}`;
}
