import type { Agent } from "node:http";
import { getProxyForUrl } from "proxy-from-env";

/**
 * Agent that goes through the proxy that the environment names (HTTPS_PROXY, HTTP_PROXY, NO_PROXY) for this address;
 * undefined where there is none. The SDKs of Stripe and AWS don't look at these variables by themselves.
 * @param url `https://…` or, for emulators on this machine, `http://127.0.0.1:…`, which never goes to a proxy
 */
export function proxyAgentFor(url: string): Agent | undefined {
  if (url.startsWith("http:")) return undefined;
  const proxy = getProxyForUrl(url);
  if (!proxy) return undefined;
  const { HttpsProxyAgent } = require("https-proxy-agent") as typeof import("https-proxy-agent");
  return new HttpsProxyAgent(proxy);
}
