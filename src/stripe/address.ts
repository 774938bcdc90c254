import { type Environment, factsOf } from "../environments";
import { UserError } from "../errors";
import { shell } from "../remedies";

/** Where the Stripe API is, in the parts that the SDK takes. */
export interface StripeAddress {
  readonly protocol: "http" | "https";
  readonly host: string;
  readonly port: number;
}

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * Address of the Stripe API: `STRIPE_API_BASE`, for tests and emulators, else Stripe itself.
 * @throws UserError `stripe-address-invalid`: not an address, one with a path, or http to another machine, which would
 * send keys in clear
 */
export function stripeAddress(base: string | undefined): StripeAddress {
  if (!base) return { protocol: "https", host: "api.stripe.com", port: 443 };
  const url = URL.canParse(base) ? new URL(base) : undefined;
  const isHttps = url?.protocol === "https:";
  const isLocal = url?.protocol === "http:" && LOOPBACK.has(url.hostname);
  if (!url || !(isHttps || isLocal) || url.pathname !== "/" || hasMoreThanOrigin(url)) {
    throw new UserError({
      code: "stripe-address-invalid",
      what: "STRIPE_API_BASE must be https://HOST[:PORT], or http://127.0.0.1:PORT for an emulator on this machine.",
      where: "environment variable STRIPE_API_BASE",
      next: [shell("unset STRIPE_API_BASE", "to work with Stripe itself")],
    });
  }
  const port = Number(url.port) || (isHttps ? 443 : 80);
  // Node's http client takes an IPv6 address without brackets only.
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return { protocol: isHttps ? "https" : "http", host, port };
}

function hasMoreThanOrigin({ username, password, search, hash }: URL): boolean {
  return [username, password, search, hash].some(Boolean);
}

/** A page of Stripe's Dashboard, which has one for each mode; `page`: `apikeys`, `webhooks/we_…`. */
export function dashboardUrl(environment: Environment, page: string): string {
  return `https://dashboard.stripe.com/${factsOf(environment).mode === "test" ? "test/" : ""}${page}`;
}
