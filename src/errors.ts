import { redact } from "./credential-forms";

export { redact };

/** Fixed labels of everything that can go wrong for a user. docs/errors.md and tests use them; their texts may change. */
export const ERROR_CODES = [
  "account-mismatch",
  "account-not-provable",
  "adoption-refused",
  "api-version-fixed",
  "aws-account-mismatch",
  "aws-unavailable",
  "cancelled",
  "config-invalid",
  "confirmation-missing",
  "connection-missing",
  "connection-unreadable",
  "decryption-failed",
  "endpoint-in-other-mode",
  "engine-failed",
  "endpoint-limit-reached",
  "endpoint-gone",
  "endpoint-not-in-state",
  "folder-not-empty",
  "foreign-endpoint",
  "git-history-missing",
  "git-ref-unknown",
  "git-unavailable",
  "installation-unfit",
  "key-address-refused",
  "key-missing",
  "key-mode-mismatch",
  "key-refused",
  "kubernetes-refused",
  "no-matching-stack",
  "passphrase-missing",
  "one-key-many-accounts",
  "permission-missing",
  "project-missing",
  "report-not-written",
  "rotation-refused",
  "secret-protected",
  "secret-scheduled-for-deletion",
  "setup-incomplete",
  "signing-secret-missing",
  "stack-file-missing",
  "stack-locked",
  "stack-not-selected",
  "stripe-address-invalid",
  "stripe-rate-limited",
  "stripe-refused",
  "stripe-unavailable",
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** The parts of a user's error. None of them may hold a key or a signing secret. */
export interface UserErrorParts {
  readonly code: ErrorCode;
  /** One line: what is wrong, both sides of a mismatch. */
  readonly what: string;
  /** Stack, key, endpoint or resource that it is about. */
  readonly where?: string;
  /** Commands or clicks that mend it, one way a line. */
  readonly next?: readonly string[];
  /** State that the world is in now. Default: nothing was written. */
  readonly state?: string;
  readonly cause?: unknown;
}

/** A fault that the user can mend. Everything else that is thrown is a bug of ours. */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly code: ErrorCode;
  readonly parts: UserErrorParts;

  constructor(parts: UserErrorParts) {
    super(redact(wording(parts)), { cause: parts.cause });
    this.code = parts.code;
    this.parts = parts;
  }
}

/** The same error, with `--stack` in each `pulumi` command: the stack that ran need not be the one that is selected. */
export function aimedAt(error: UserError, stack: string): UserError {
  const next = error.parts.next?.map((step) =>
    step.startsWith("pulumi ") ? step.replace(/^(.*?)(?= {3}\(|, |$)/, `$1 --stack ${stack}`) : step,
  );
  return new UserError({ ...error.parts, next });
}

function wording({ code, what, where, next = [], state = "Nothing was written." }: UserErrorParts): string {
  const lines = [`${code}: ${what}`];
  if (where) lines.push(`  where  ${where}`);
  for (const [index, step] of next.entries()) lines.push(`  ${index === 0 ? "next " : "or   "}  ${step}`);
  if (state) lines.push(`  ${state}`);
  return lines.join("\n");
}

/** Message of anything that was thrown, without keys and signing secrets. */
export function messageOf(error: unknown): string {
  // By its form: an error of Node itself belongs to another realm where a program runs in a VM, as under jest.
  const message = typeof error === "object" && error !== null && "message" in error ? error.message : error;
  return redact(String(message));
}
