import type { SavedAnswer } from "./emulated-state";
import { StripeRefusal } from "./stripe-refusal";

const lifetimeMs = 24 * 3600 * 1000;

/** A POST with an idempotency key. */
export interface KeyedRequest {
  /** Account and mode, whose keys are their own. */
  readonly owner: string;
  readonly key: string;
  /** Method and path. */
  readonly target: string;
  /** Parameters in the canonical form. */
  readonly params: string;
}

/** Which keys are being worked on. What was answered is kept in each account's state. */
export class KeysInFlight {
  private readonly claimed = new Map<string, KeyedRequest>();

  /**
   * Gives the saved answer to the same request within 24 hours, or claims the key for it and gives undefined; then
   * `release` must follow. Throws 400 `idempotency_error` for another request with that key, 409
   * `idempotency_key_in_use` while the first is being worked on. Rules: docs.stripe.com/api/idempotent_requests
   */
  claim(request: KeyedRequest, answers: SavedAnswer[], nowMs: number): SavedAnswer | undefined {
    if (request.key.length > 255) throw keyTooLong();
    const expired = answers.filter(({ savedAt }) => savedAt + lifetimeMs <= nowMs);
    for (const answer of expired) answers.splice(answers.indexOf(answer), 1);
    const saved = answers.find(({ key }) => key === request.key);
    const first = saved ?? this.claimed.get(nameOf(request));
    if (first && first.target !== request.target) throw otherEndpoint(request.key, first.target);
    if (first && first.params !== request.params) throw otherParameters(request.key);
    if (saved) return saved;
    if (first) throw inFlight();
    this.claimed.set(nameOf(request), request);
    return undefined;
  }

  /** Ends what `claim` began, whether an answer was saved or not. */
  release(request: KeyedRequest): void {
    this.claimed.delete(nameOf(request));
  }
}

function nameOf({ owner, key }: KeyedRequest): string {
  return `${owner} ${key}`;
}

function inFlight(): StripeRefusal {
  return new StripeRefusal({
    status: 409,
    type: "invalid_request_error",
    code: "idempotency_key_in_use",
    message:
      "There is currently another in-progress request using this Idempotent Key (that probably means " +
      "you submitted twice, and the other request is still going through): please try again later.",
  });
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
