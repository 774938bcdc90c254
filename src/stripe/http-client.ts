import { type Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type Stripe from "stripe";

type HttpClient = NonNullable<NonNullable<ConstructorParameters<typeof Stripe>[1]>["httpClient"]>;
type HttpAnswer = Awaited<ReturnType<HttpClient["makeRequest"]>>;

/** What the SDK hands over for one request. */
type RequestArguments = Parameters<HttpClient["makeRequest"]>;

/** A hundred endpoints with all events and metadata at their limits are far below. */
const MOST_BYTES = 8 * 1024 * 1024;

/** Why there is no answer, in one line that can be shown. The SDK carries it in `detail` of its connection error. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

/**
 * The SDK's way to Stripe: one limit over all the time of a request (the SDK's own begins anew with each byte that
 * drips in), one over the size of an answer, and only what has the form of Stripe's answers reaches the SDK. What load
 * balancers and proxies put in its place is not an answer, save that its status 429 or 5xx counts.
 * @param agent of the proxy. Default: a direct connection
 */
export function boundedHttpClient(agent: Agent | undefined): HttpClient {
  return {
    getClientName: () => "node",
    makeRequest: async (...call) => {
      const timeoutMs = call[7];
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        return answerOf(await receive(call, agent, signal));
      } catch (error) {
        if (signal.aborted) throw new NoAnswer(`there was no whole answer within ${timeoutMs / 1000} s`);
        throw error;
      }
    },
  };
}

interface Received {
  readonly response: IncomingMessage;
  readonly body: string;
}

async function receive(
  call: RequestArguments,
  agent: Agent | undefined,
  signal: AbortSignal,
): Promise<Received> {
  const response = await open(call, agent, signal);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response) {
      size += (chunk as Buffer).length;
      if (size > MOST_BYTES) break;
      chunks.push(chunk as Buffer);
    }
  } catch {
    throw new NoAnswer("the answer stopped in its middle");
  } finally {
    response.destroy();
  }
  if (size > MOST_BYTES) throw new NoAnswer(`the answer had no end; it was cut at ${MOST_BYTES} bytes`);
  return { response, body: Buffer.concat(chunks).toString("utf8") };
}

function open(
  [host, port, path, method, headers, data, protocol]: RequestArguments,
  agent: Agent | undefined,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const send = protocol === "http" ? httpRequest : httpsRequest;
  return new Promise((resolve, reject) => {
    const outgoing = { ...headers } as Record<string, string | number>;
    const request = send({ host, port, path, method, agent, headers: outgoing, signal });
    request.once("response", resolve);
    request.on("error", reject);
    request.end(data);
  });
}

/** @throws NoAnswer for what can't be Stripe's own answer */
function answerOf({ response, body }: Received): HttpAnswer {
  const status = response.statusCode ?? 0;
  const document = documentIn(body, status);
  return {
    getStatusCode: () => status,
    getHeaders: () => response.headers as ReturnType<HttpAnswer["getHeaders"]>,
    getRawResponse: () => response,
    toStream: () => {
      throw new Error("answers are read as a whole");
    },
    toJSON: async () => document,
  };
}

/** Stripe: each object has `object`, each refusal `error`. docs.stripe.com/api/errors */
function documentIn(body: string, status: number): object {
  const document = parsed(body);
  const isOfStripe = status < 400 ? typeof document?.object === "string" : isObject(document?.error);
  if (document && isOfStripe) return document;
  const message = `status ${status} with ${body.trim() ? "a text that is not Stripe's" : "an empty body"}`;
  // A 403 or 404 of something in between must not be taken for Stripe's word on a key or an endpoint.
  if (status === 429 || status >= 500) return { error: { type: "api_error", message } };
  throw new NoAnswer(`the answer has ${message}`);
}

function parsed(body: string): Record<string, unknown> | undefined {
  try {
    const document: unknown = JSON.parse(body);
    return isObject(document) ? document : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
