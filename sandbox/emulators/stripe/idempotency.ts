import type { SavedAnswer } from "./emulated-state";
import { StripeRefusal } from "./stripe-refusal";

const lifetimeMs = 24 * 3600 * 1000;

/** A POST with an idempotency key, whose account and mode have answers of their own. */
export interface KeyedRequest {
  readonly key: string;
  /** Method and path. */
  readonly target: string;
  /** Parameters in the canonical form. */
  readonly params: string;
}

/**
 * The saved answer to the same request within 24 hours; older answers are forgotten. Throws 400 `idempotency_error` for
 * another request with that key. Rules: docs.stripe.com/api/idempotent_requests
 */
export function savedAnswer(
  request: KeyedRequest,
  answers: SavedAnswer[],
  nowMs: number,
): SavedAnswer | undefined {
  if (request.key.length > 255) throw keyTooLong();
  const expired = answers.filter(({ savedAt }) => savedAt + lifetimeMs <= nowMs);
  for (const answer of expired) answers.splice(answers.indexOf(answer), 1);
  const saved = answers.find(({ key }) => key === request.key);
  if (saved && saved.target !== request.target) throw otherEndpoint(request.key, saved.target);
  if (saved && saved.params !== request.params) throw otherParameters(request.key);
  return saved;
}

function otherParameters(key: string): StripeRefusal {
  return idempotencyError(
    "Keys for idempotent requests can only be used with the same parameters they were first used with. " +
      `Try using a key other than '${key}' if you meant to execute a different request.`,
  );
}

function otherEndpoint(key: string, target: string): StripeRefusal {
  return idempotencyError(
    "Keys for idempotent requests can only be used for the same endpoint they were first used for " +
      `('${target.split(" ")[1]}'). Try using a key other than '${key}' if you meant to execute a ` +
      "different request.",
  );
}

function keyTooLong(): StripeRefusal {
  return idempotencyError("Idempotency keys can be at most 255 characters long.");
}

function idempotencyError(message: string): StripeRefusal {
  return new StripeRefusal({ status: 400, type: "idempotency_error", message });
}
