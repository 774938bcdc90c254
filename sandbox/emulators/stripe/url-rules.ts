import { BlockList, isIP } from "node:net";
import type { StripeMode } from "./fake-keys";
import { refuseEmpty } from "./params";
import { invalidRequest } from "./stripe-refusal";

const privateAddresses = privateRanges();

/**
 * Throws Stripe's errors for an endpoint's URL: a scheme is needed, the host must be public, live mode
 * takes https only. It is never asked whether anyone answers there. Rules: docs.stripe.com/webhooks
 */
export function checkEndpointUrl(url: string, mode: StripeMode): void {
  refuseEmpty(url, "url");
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(url)) {
    throw urlInvalid("Invalid URL: An explicit scheme (such as https) must be provided.");
  }
  if (!URL.canParse(url)) throw urlInvalid("Not a valid URL");
  const { protocol, hostname } = new URL(url);
  if (protocol !== "https:" && protocol !== "http:") throw urlInvalid("Not a valid URL");
  if (!isPublicHost(hostname)) {
    throw urlInvalid(
      "Invalid URL: URL must be publicly accessible. Consider using a tool like the Stripe CLI to " +
        "test webhooks " +
        "locally: https://github.com/stripe/stripe-cli",
    );
  }
  if (mode === "live" && protocol === "http:") {
    throw urlInvalid("Invalid URL: Webhook URLs in live mode must use HTTPS.");
  }
}

function urlInvalid(message: string): Error {
  return invalidRequest(message, { code: "url_invalid", param: "url" });
}

function isPublicHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  const family = isIP(host);
  if (family) return !privateAddresses.check(host, family === 4 ? "ipv4" : "ipv6");
  return host.includes(".") && !/\.(local|localhost|internal|home\.arpa)$/i.test(host);
}

function privateRanges(): BlockList {
  const list = new BlockList();
  for (const [net, bits] of [
    ["0.0.0.0", 8],
    ["10.0.0.0", 8],
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
    ["169.254.0.0", 16],
    ["172.16.0.0", 12],
    ["192.168.0.0", 16],
  ] as const) {
    list.addSubnet(net, bits, "ipv4");
  }
  list.addSubnet("::", 127, "ipv6");
  list.addSubnet("fc00::", 7, "ipv6");
  list.addSubnet("fe80::", 10, "ipv6");
  return list;
}
