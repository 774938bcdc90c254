import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { UserError } from "../../errors";
import { proxyAgentFor } from "../../network/proxy";
import { shell } from "../../remedies";
import { stripeAddress } from "../../stripe/address";
import { type Check, type CheckResult, failure, ok, skipped, warning } from "./check";
import type { Scene } from "./scene";

/** What lies between this machine and the services. */
export const NETWORK_CHECKS: readonly Check[] = [
  { id: "proxy", about: "proxy variables leave 127.0.0.1 out", needs: [], run: ({ env }) => proxy(env) },
  {
    id: "addresses",
    about: "Stripe and AWS are asked themselves",
    needs: [],
    run: ({ env }) => addresses(env),
  },
  { id: "clock", about: "the clock against those of Stripe and AWS", needs: [], run: clock },
];

/** gRPC in Node looks at these alone, in lower case and letter by letter (grpc-js, http_proxy). */
const GRPC_PROXIES = ["grpc_proxy", "https_proxy", "http_proxy"];

function proxy(env: NodeJS.ProcessEnv): CheckResult {
  const remedy = shell('export NO_PROXY="$NO_PROXY,127.0.0.1" no_proxy="$NO_PROXY,127.0.0.1"');
  const ofGrpc = GRPC_PROXIES.find((name) => env[name]);
  const leavesOut = (list: string | undefined) => (list ?? "").split(",").includes("127.0.0.1");
  if (ofGrpc && !leavesOut(env.no_grpc_proxy || env.no_proxy)) {
    return failure(
      `${ofGrpc} is set, and no_proxy does not hold 127.0.0.1: Pulumi can't talk to its plugins`,
      remedy,
    );
  }
  const used = ofGrpc ?? ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"].find((name) => env[name]);
  if (!used) return ok("no proxy");
  if (ofGrpc || leavesOut(env.NO_PROXY)) return ok(`${used}, and 127.0.0.1 is left out`);
  return warning(
    `${used} is set, and NO_PROXY does not hold 127.0.0.1, where Pulumi's plugins listen`,
    remedy,
  );
}

const AWS_ADDRESSES = ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SECRETS_MANAGER", "AWS_ENDPOINT_URL_STS"];

function addresses(env: NodeJS.ProcessEnv): CheckResult {
  // Throws what is wrong with it.
  if (env.STRIPE_API_BASE) stripeAddress(env.STRIPE_API_BASE);
  const set = ["STRIPE_API_BASE", ...AWS_ADDRESSES].filter((name) => env[name]);
  if (set.length === 0) return ok("Stripe's and AWS's own");
  const where = set.map((name) => `${name}=${originOf(env[name])}`).join(", ");
  return warning(
    `keys and secrets go to other addresses than Stripe's and AWS's: ${where}`,
    shell(`unset ${set.join(" ")}`),
  );
}

/** An address may hold a password. */
function originOf(address = ""): string {
  return URL.canParse(address) ? new URL(address).origin : "(no address)";
}

/** AWS refuses signatures that are 5 minutes off, Stripe's signatures of events are refused then, too. */
const TOO_FAR_MS = 5 * 60_000;
const NOTABLE_MS = 30_000;

async function clock(scene: Scene): Promise<CheckResult> {
  const { skews, reasons } = await skewsOf(scene);
  if (skews.length === 0) return skipped(`neither Stripe nor AWS answered: ${reasons.join("; ")}`);
  const worst = skews.reduce((one, other) => (Math.abs(one) > Math.abs(other) ? one : other));
  const text = `${Math.round(Math.abs(worst) / 1000)} seconds ${worst > 0 ? "fast" : "slow"}`;
  const remedy = shell("timedatectl set-ntp true", "or whatever sets the clock here");
  if (Math.abs(worst) > TOO_FAR_MS) return failure(`the clock is ${text}: AWS refuses requests then`, remedy);
  if (Math.abs(worst) > NOTABLE_MS) return warning(`the clock is ${text}`, remedy);
  return ok("right to a few seconds");
}

async function skewsOf({ env, region, signal, now }: Scene): Promise<{ skews: number[]; reasons: string[] }> {
  const { protocol, host, port } = stripeAddress(env.STRIPE_API_BASE);
  const sts =
    env.AWS_ENDPOINT_URL_STS ??
    env.AWS_ENDPOINT_URL ??
    `https://sts.${region() ?? "us-east-1"}.amazonaws.com`;
  const urls = [`${protocol}://${host.includes(":") ? `[${host}]` : host}:${port}/`, sts];
  const answers = await Promise.allSettled(urls.map((url) => clockSkewMs(url, signal, now)));
  return {
    skews: answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : [])),
    reasons: answers.flatMap((answer) => (answer.status === "rejected" ? [reasonOf(answer.reason)] : [])),
  };
}

function reasonOf(error: unknown): string {
  return error instanceof UserError
    ? error.parts.what
    : ((error as NodeJS.ErrnoException).code ?? String(error));
}

/**
 * How far this machine's clock is ahead of a server's, in ms, negative when it is behind; good to a second or two. Any
 * answer will do, since every one has a Date header; nothing secret is sent.
 * @throws Error when there is no answer, or none with a date
 */
function clockSkewMs(url: string, signal: AbortSignal, now: () => number): Promise<number> {
  const request = url.startsWith("http:") ? httpRequest : httpsRequest;
  const sentAt = now();
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      { method: "HEAD", agent: proxyAgentFor(url), signal, timeout: 10_000 },
      (answer) => {
        answer.resume();
        const date = Date.parse(answer.headers.date ?? "");
        // The header has whole seconds, cut off; the answer was made somewhere between sending and receiving.
        if (Number.isNaN(date)) reject(new Error("an answer without a date"));
        else resolve((sentAt + now()) / 2 - (date + 500));
      },
    );
    asked.once("timeout", () => asked.destroy(new Error("no answer in time")));
    asked.once("error", reject);
    asked.end();
  });
}
