import { type ErrorCode, messageOf, redact, UserError } from "../errors";
import { explain, type Remedy, setStripeKey, visit } from "../remedies";

/** What was asked of Stripe, for the wording of an error. */
export interface StripeCallContext {
  /** Goes on after "could not": `list the endpoints`. */
  readonly action: string;
  /** Configuration key or variable that holds the key in use. */
  readonly keyLabel: string;
  /** Endpoint that it is about. */
  readonly endpointId?: string;
  /** What a restricted key needs for it, as the Dashboard calls it. Default: Webhook Endpoints: Write. */
  readonly permission?: string;
}

/** The parts of the SDK's errors that we rely on; compared by form, since two copies of the SDK may be loaded. */
interface StripeSdkError {
  readonly type?: string;
  readonly code?: string;
  readonly statusCode?: number;
  readonly message: string;
  /** Of a connection error: what failed. */
  readonly detail?: unknown;
}

const LIMIT = /maximum of \d+ .*webhook endpoints/i;
const OTHER_ADDRESS = /does not allow requests from your IP address/i;
const OTHER_MODE = /similar object exists in (test|live) mode/i;

/** Whether the same call may work a moment later: 409 of a key in flight, 429, 5xx, no answer. */
export function isTransient(error: unknown): boolean {
  const { type, code, statusCode } = error as StripeSdkError;
  if (isInFlight(code)) return true;
  return statusCode === 429 || (statusCode ?? 0) >= 500 || type === "StripeConnectionError";
}

/** 409: the same request, or another one about the same object, is still being worked on. */
function isInFlight(code: string | undefined): boolean {
  return code === "idempotency_key_in_use" || code === "lock_timeout";
}

/** The account that Stripe names when it denies a restricted key: "… on account 'acct_…'"; undefined if none. */
export function accountNamedIn(error: unknown): string | undefined {
  return /on account '?(acct_[A-Za-z0-9]+)/.exec(messageOf(error))?.[1];
}

/** Whether the SDK threw it; anything else is a bug of ours. */
export function isOfStripe(error: unknown): boolean {
  return (error as StripeSdkError).type?.startsWith("Stripe") ?? false;
}

/** Turns an error of the SDK into ours. Gone, no right, wrong mode and no answer stay four codes. */
export function stripeUserError(error: unknown, context: StripeCallContext): UserError {
  const text = textOf(error as StripeSdkError);
  const code = codeOf(error as StripeSdkError);
  return new UserError({
    code,
    what: `could not ${context.action}: ${SUMMARIES[code] ?? "Stripe refused the request"}. ${text}`,
    where: [context.endpointId, `key ${context.keyLabel}`].filter(Boolean).join(", "),
    next: nextSteps(code, text, context),
    state: "",
    cause: undefined,
  });
}

/** What Stripe says; or, of a connection that failed, what became of it, since Stripe has said nothing then. */
function textOf({ type, message, detail }: StripeSdkError): string {
  const reason = messageOf(detail ?? "").trim();
  if (type === "StripeConnectionError" && reason) return `The connection: ${reason}`;
  return `Stripe says: ${messageOf(message).trim()}`;
}

const SUMMARIES: Partial<Record<ErrorCode, string>> = {
  "endpoint-gone": "there is no such endpoint",
  "endpoint-in-other-mode": "it exists in Stripe's other mode only",
  "endpoint-limit-reached": "the account is at its limit of webhook endpoints",
  "key-address-refused": "the key is restricted to IP addresses, and this machine has another one",
  "key-refused": "Stripe refuses the key",
  "permission-missing": "the key lacks a permission",
  "stripe-rate-limited": "Stripe limits the rate of requests and went on doing so",
  "stripe-unavailable": "Stripe did not answer properly, also when asked again",
};

function codeOf({ type, code, statusCode, message }: StripeSdkError): ErrorCode {
  if (type === "StripeConnectionError" || (statusCode ?? 0) >= 500 || isInFlight(code))
    return "stripe-unavailable";
  if (statusCode === 401 || code === "secret_key_required") return "key-refused";
  if (OTHER_ADDRESS.test(message)) return "key-address-refused";
  if (statusCode === 403) return "permission-missing";
  if (statusCode === 429) return "stripe-rate-limited";
  if (statusCode === 404) return OTHER_MODE.test(message) ? "endpoint-in-other-mode" : "endpoint-gone";
  if (LIMIT.test(message)) return "endpoint-limit-reached";
  return statusCode === undefined ? "stripe-unavailable" : "stripe-refused";
}

function nextSteps(
  code: ErrorCode,
  text: string,
  { keyLabel, permission }: StripeCallContext,
): readonly Remedy[] {
  const setKey = setStripeKey(keyLabel, "a key that works");
  switch (code) {
    case "key-refused":
      return [setKey];
    case "key-address-refused":
      return [
        explain("run it where the key's IP addresses are"),
        visit("https://dashboard.stripe.com/apikeys", "Manage IP restrictions: add this machine's address"),
        setKey,
      ];
    case "permission-missing":
      return [
        visit(
          "https://dashboard.stripe.com/apikeys",
          `give the key the permission ${permissionNamedIn(text) ?? permission ?? "Webhook Endpoints: Write"}`,
        ),
        setKey,
      ];
    case "endpoint-in-other-mode":
      return [setStripeKey(keyLabel, "a key of the endpoint's mode")];
    case "endpoint-gone":
      return [explain("run the same command again; it looks anew at what there is")];
    case "stripe-rate-limited":
    case "stripe-unavailable":
      return AFTER_OUTAGE;
    default:
      return [];
  }
}

/** What to do when Stripe does not answer, or not for now. */
export const AFTER_OUTAGE: readonly Remedy[] = [
  explain("run the same command again"),
  visit("https://status.stripe.com", "tells of outages"),
];

function permissionNamedIn(text: string): string | undefined {
  const match = /'([a-z_]+)' permissions?|\('([a-z_]+)'\)/.exec(text);
  return redact(match?.[1] ?? match?.[2] ?? "") || undefined;
}
