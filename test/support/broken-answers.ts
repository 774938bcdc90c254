import type { EmulatorReply, FaultEffect } from "../../sandbox/emulators/emulator-server";

/** The page that a load balancer or proxy puts in the place of the service's answer. */
export function gatewayReply(status: 500 | 502 | 503 | 504): EmulatorReply {
  const title = { 500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable" };
  const name = status === 504 ? "Gateway Timeout" : title[status];
  const body = `<html>\r\n<head><title>${status} ${name}</title></head>\r\n<body>\r\n<center><h1>${status} ${name}</h1></center>\r\n</body>\r\n</html>\r\n`;
  return { status, headers: { "content-type": "text/html" }, body };
}

/** An answer without a body. */
export function emptyReply(status: number): EmulatorReply {
  return { status, headers: {}, body: "" };
}

const page = (status: 500 | 502 | 503 | 504): FaultEffect => ({
  kind: "reply",
  reply: gatewayReply(status),
  processed: false,
});
const empty = (status: number, processed: boolean): FaultEffect => ({
  kind: "reply",
  reply: emptyReply(status),
  processed,
});

const halfPage = (status: 500 | 502 | 503 | 504): FaultEffect => ({
  kind: "half",
  reply: gatewayReply(status),
});

/**
 * The ways in which a service, or what stands before it, answers with something that is not an answer; for the rows of
 * a table. They fit Stripe, Secrets Manager and STS alike.
 */
export const BROKEN_ANSWERS = {
  "500 with an HTML page": page(500),
  "502 with an HTML page": page(502),
  "503 with an HTML page": page(503),
  "504 with an HTML page": page(504),
  "500 without a body": empty(500, false),
  "502 without a body": empty(502, false),
  "503 without a body": empty(503, false),
  "504 without a body": empty(504, false),
  "500 with half a page": halfPage(500),
  "502 with half a page": halfPage(502),
  "503 with half a page": halfPage(503),
  "504 with half a page": halfPage(504),
  "200 without a body": empty(200, true),
  "half a body": { kind: "half" },
  "a body that stops in its middle": { kind: "stuck" },
  "a body that comes byte by byte": { kind: "drip" },
  "a body that never ends": { kind: "endless" },
  "no answer at all": { kind: "silent", processed: false },
  "no answer at all, processed": { kind: "silent", processed: true },
} satisfies Readonly<Record<string, FaultEffect>>;
