import { Readable } from "node:stream";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

/** Bounds of a call to AWS. */
export interface CallLimits {
  /** Time for one attempt, with its whole body, in ms. Default 15,000. */
  readonly attemptMs: number;
  /** Time for the call with credentials, attempts and pauses, in ms. Default 60,000. */
  readonly callMs: number;
}

type SecretsPlugin = Parameters<SecretsManagerClient["middlewareStack"]["use"]>[0];

/** A batch of 20 secrets of 65,536 bytes each, escaped as JSON, is far below. */
const MOST_BYTES = 8 * 1024 * 1024;

/** Attempts of one call; three of them fit into its time. */
export const MAX_ATTEMPTS = 3;

/** `PLENIGO_STRIPE_RETRY_BUDGET_MS` shortens the limits in tests; it is half of a call's time, 30,000 by default. */
export function callLimits(env: NodeJS.ProcessEnv = process.env): CallLimits {
  const budgetMs = Math.min(Number(env.PLENIGO_STRIPE_RETRY_BUDGET_MS) || 30_000, 30_000);
  return { attemptMs: budgetMs / 2, callMs: budgetMs * 2 };
}

/**
 * Bounds each call of a client: the SDK's own time limits end with the first byte of a body, which may drip for ever.
 * What ends an attempt is an error that the SDK asks again after; the one of the whole call is final.
 * @param service name for messages: `AWS Secrets Manager`
 */
export function limitsPlugin<Plugin = SecretsPlugin>(service: string, limits = callLimits()): Plugin {
  const plugin: SecretsPlugin = {
    applyToStack: (stack) => {
      stack.add(
        (next) => (args) =>
          within(limits.callMs, `${service} did not answer within ${limits.callMs / 1000} s`, () =>
            next(args),
          ),
        { step: "initialize", name: "limitOfCall", priority: "high" },
      );
      stack.add(
        (next) => async (args) => {
          const result = await next(args);
          const response = result.response as HttpAnswer;
          response.body = await wholeBody(response, service, limits.attemptMs);
          return result;
        },
        { step: "deserialize", name: "limitOfBody", priority: "low" },
      );
    },
  };
  // It looks at nothing that differs from service to service.
  return plugin as Plugin;
}

interface HttpAnswer {
  readonly statusCode: number;
  body: unknown;
}

async function wholeBody(
  { body, statusCode }: HttpAnswer,
  service: string,
  timeoutMs: number,
): Promise<Readable> {
  const stream = body as Readable;
  const silence = `${service} stopped in the middle of its answer`;
  const bytes = await within(timeoutMs, silence, () => readAll(stream, silence)).finally(() =>
    stream.destroy(),
  );
  if (bytes.length > MOST_BYTES)
    throw endless(`${service} sent an answer without end; it was cut at ${MOST_BYTES} bytes`);
  // Each answer of these services has a body, be it `{}`: none at all comes from something that stands in between.
  if (bytes.length === 0 && statusCode < 300)
    throw passing(`${service} answered ${statusCode} without a body`);
  return Readable.from([bytes]);
}

async function readAll(stream: Readable, silence: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size > MOST_BYTES) break;
    }
  } catch {
    throw passing(silence);
  }
  return Buffer.concat(chunks);
}

async function within<T>(timeoutMs: number, what: string, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(passing(what)), timeoutMs);
  });
  try {
    return await Promise.race([work(), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** By this name the SDK knows what may work a moment later. */
function passing(message: string): Error {
  return Object.assign(new Error(message), { name: "TimeoutError" });
}

/** Asking again would only bring the same. */
function endless(message: string): Error {
  return Object.assign(new Error(message), { name: "EndlessAnswerError" });
}
