import { redact } from "./credential-forms";
import {
  howStarted,
  type Line,
  type NextStep,
  type Place,
  type Remedy,
  stepOf,
  textOfLines,
} from "./remedies";

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
  /** Its faults where it has several, each with what fixes it; shown below `what`. */
  readonly faults?: readonly { readonly what: string; readonly next?: Remedy }[];
  /** Stack, key, endpoint or resource that it is about; a line each. */
  readonly where?: string;
  /** What fixes it, one way each. */
  readonly next?: readonly Remedy[];
  /** Stack that the remedies are for, where that is known. */
  readonly stack?: string;
  /** State that the world is in now. Default: nothing was written. */
  readonly state?: string;
  readonly cause?: unknown;
}

/** A fault that the user can fix. Everything else that is thrown is a bug of ours. */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly code: ErrorCode;
  readonly parts: UserErrorParts;

  constructor(parts: UserErrorParts) {
    super(textOfLines(errorLines({ parts }, { starter: howStarted() })), { cause: parts.cause });
    this.code = parts.code;
    this.parts = parts;
  }
}

/** Remedies at a place, in the parts that `--json` shows; without keys and signing secrets. */
export function nextSteps(remedies: readonly Remedy[], place: Place): NextStep[] {
  return remedies.map((remedy) => {
    const parts = Object.entries(stepOf(remedy, place));
    return Object.fromEntries(parts.map(([name, text]) => [name, redact(text)]));
  });
}

/** What begins a line of an error's text. */
export const LABELS = { where: "  where  ", next: "  next   ", or: "  or     " } as const;

/** An error for people, with the commands that work at a place. A further line of `where` stands below it. */
export function errorLines({ parts }: Pick<UserError, "parts">, place: Place): Line[] {
  const { code, what, faults = [], where, next = [] } = parts;
  const { stack = place.stack, state = "Nothing was written." } = parts;
  const step = (label: string, remedy: Remedy): Line => {
    const [step = {}] = nextSteps([remedy], { ...place, stack });
    return { label, step };
  };
  const lines: Line[] = [redact(`${code}: ${what}`)];
  for (const fault of faults)
    lines.push(redact(`  ${fault.what}`), ...(fault.next ? [step("      ", fault.next)] : []));
  if (where)
    lines.push(redact(LABELS.where + where.replaceAll("\n", `\n${" ".repeat(LABELS.where.length)}`)));
  for (const [index, remedy] of next.entries())
    lines.push(step(index === 0 ? LABELS.next : LABELS.or, remedy));
  if (state) lines.push(redact(`  ${state}`));
  return lines;
}

/** Message of anything that was thrown, without keys and signing secrets. */
export function messageOf(error: unknown): string {
  // By its form: an error of Node itself belongs to another realm where a program runs in a VM, as under jest.
  const message = typeof error === "object" && error !== null && "message" in error ? error.message : error;
  return redact(String(message));
}
