import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { proxyAgentFor } from "../../network/proxy";

/**
 * How far this machine's clock is ahead of a server's, in ms, negative when it is behind; good to a second or two. Any
 * answer will do, since every one has a Date header; nothing secret is sent.
 * @throws Error when there is no answer, or none with a date
 */
export function clockSkewMs(url: string, signal: AbortSignal, now: () => number): Promise<number> {
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
