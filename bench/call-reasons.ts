/** Commands whose calls are counted. The updates skip their preview, whose calls are listed under `preview`. */
export const COUNTED_COMMANDS = ["first up", "unchanged preview", "unchanged up"] as const;
export type CountedCommand = (typeof COUNTED_COMMANDS)[number];

/** One call that a command needs: the operation, and why. */
export type Reason = readonly [operation: string, why: string];

/** One call that was made. */
export interface ExplainedCall {
  readonly operation: string;
  /** Missing: nobody has said what the call is good for. */
  readonly why?: string;
}

const REFRESH: readonly Reason[] = [
  ["GetCallerIdentity", "AWS plugin: is the account one of aws:allowedAccountIds?"],
  ["GetSecretValue", "refresh of the secret's version: value, and whether AWSCURRENT is still on it"],
  ["DescribeSecret", "refresh of the secret"],
  ["GetResourcePolicy", "refresh of the secret, whose policy is part of it"],
  ["GET /v1/webhook_endpoints", "refresh of the endpoint; the check then looks for others in the same list"],
];

const KEYS_PROVED: Reason = ["GET /v1/account", "check: does the key belong to the declared account?"];
const VALIDATED: Reason = ["GetCallerIdentity", "AWS plugin: are these credentials of anybody?"];
const AWS_PROVED: Reason = [
  "GetCallerIdentity",
  "program: may AWS be written to? Stripe is written to only after that",
];

/** Every call of a command. An entry stands for one call: a second one of the same operation needs another entry. */
export const REASONS: Readonly<Record<CountedCommand, readonly Reason[]>> = {
  "first up": [
    VALIDATED,
    ["GetCallerIdentity", "AWS plugin: is the account one of aws:allowedAccountIds?"],
    AWS_PROVED,
    KEYS_PROVED,
    [
      "GET /v1/webhook_endpoints",
      "check: does a foreign endpoint have the URL, or is one of ours left over?",
    ],
    ["POST /v1/webhook_endpoints", "makes the endpoint"],
    ["DescribeSecret", "hook: does a secret that is scheduled for deletion block the name?"],
    ["CreateSecret", "makes the secret"],
    ["DescribeSecret", "AWS plugin: waits until AWS shows the new secret"],
    ["DescribeSecret", "AWS plugin: reads the new secret"],
    ["GetResourcePolicy", "AWS plugin: reads the new secret, whose policy is part of it"],
    ["PutSecretValue", "stores keys and signing secret"],
    ["GetSecretValue", "AWS plugin: waits until AWS shows the new version"],
    ["GetSecretValue", "AWS plugin: reads the new version"],
  ],
  "unchanged preview": [...REFRESH, VALIDATED, KEYS_PROVED],
  "unchanged up": [...REFRESH, VALIDATED, AWS_PROVED, KEYS_PROVED],
};

/** Gives each call a reason of its own, in the reasons' order; calls beyond them stay without. */
export function explain(calls: readonly string[], reasons: readonly Reason[]): ExplainedCall[] {
  const left = [...reasons];
  return calls.map((operation) => {
    const at = left.findIndex(([reasoned]) => reasoned === operation);
    if (at < 0) return { operation };
    const [reason] = left.splice(at, 1);
    return { operation, why: reason?.[1] };
  });
}

/** Calls of Stripe are named by method and path, those of AWS by one word. */
export function serviceOf(operation: string): "Stripe" | "AWS" {
  return operation.includes("/v1/") ? "Stripe" : "AWS";
}
