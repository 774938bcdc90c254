import type { ErrorCode } from "../../errors";
import {
  explain,
  initStack,
  own,
  ownForStack,
  pulumi,
  type Remedy,
  setSecretConfig,
  setStripeKey,
  shell,
  visit,
} from "../../remedies";

/** How a finding weighs: it could not be looked at, it is gone, it differs, or it is only worth knowing. */
export type Severity = "error" | "missing" | "drift" | "note";

/** Each finding of the audit, with its weight, what it means, and what to do about it. */
export const AUDIT_FINDINGS = {
  "config-invalid": [
    "error",
    "the stack's file has mistakes",
    own("fleet list", "names each mistake with what fixes it"),
  ],
  "aws-account-mismatch": [
    "error",
    "the AWS credentials belong to an account that the stack does not allow",
    shell(
      "aws sts get-caller-identity",
      "shows whose credentials these are; run it again with those of the stack's account",
    ),
  ],
  "aws-unavailable": [
    "error",
    "AWS could not be asked",
    ownForStack("doctor", "says what does not answer, or which right is missing"),
  ],
  "secret-unreadable": [
    "error",
    "AWS does not let these credentials read the connection secret",
    explain("give the role of the audit the rights in docs/iam.md"),
  ],
  "secret-missing": ["missing", "there is no connection secret", ownForStack("fleet up", "makes it")],
  "secret-scheduled-for-deletion": [
    "drift",
    "somebody has scheduled the connection secret for deletion",
    ownForStack("recover", "restores it"),
  ],
  "secret-malformed": [
    "drift",
    "the connection secret is not a document that consumers can read",
    ownForStack("fleet up", "writes what the stack declares"),
  ],
  "secret-mismatch": [
    "drift",
    "the connection secret holds something else than the stack declares",
    ownForStack("fleet up", "writes what the stack declares"),
  ],
  "stripe-unreadable": [
    "error",
    "Stripe could not be asked with the key of the connection secret",
    ownForStack("doctor", "asks Stripe with each key of the stack"),
  ],
  "account-mismatch": [
    "error",
    "the key in the connection secret belongs to another account or mode",
    setSecretConfig("stripeSecretKey", "a key of the declared account and mode; then fleet up"),
  ],
  "endpoint-missing": [
    "missing",
    "the endpoint that the connection secret names is not there",
    ownForStack("fleet up", "makes a new one; plenigo then needs its signing secret"),
  ],
  "url-differs": ["drift", "the endpoint has another URL", ownForStack("fleet up", "repairs it in place")],
  "events-differ": [
    "drift",
    "events are missing, or nobody declared them",
    ownForStack("fleet up", "repairs it in place"),
  ],
  "description-differs": [
    "drift",
    "the endpoint has another description",
    ownForStack("fleet up", "repairs it in place"),
  ],
  "endpoint-disabled": ["drift", "the endpoint is disabled", ownForStack("fleet up", "repairs it in place")],
  "endpoint-enabled": [
    "drift",
    "a previous endpoint that should be disabled is enabled",
    ownForStack("fleet up", "repairs it in place"),
  ],
  "marks-differ": [
    "drift",
    "the endpoint does not carry the stack's marks",
    ownForStack("fleet up", "repairs it in place"),
  ],
  "api-version-differs": [
    "drift",
    "the endpoint renders events in another API version",
    ownForStack("rotate", "Stripe can't change it: the next generation gets it"),
  ],
  "foreign-endpoint": [
    "drift",
    "an endpoint that is not the stack's has the same URL: events arrive twice",
    visit("https://dashboard.stripe.com/webhooks", "find out who uses it; delete it there if nobody does"),
  ],
  "leftover-endpoint": [
    "drift",
    "an endpoint of the stack that nothing uses any more",
    ownForStack("recover", "shows what it is, and takes it back into the state"),
  ],
  "endpoint-limit-near": [
    "note",
    "the account has no room for the second endpoint of a rotation",
    visit(
      "https://dashboard.stripe.com/webhooks",
      "before the next rotation, delete endpoints that nobody needs",
    ),
  ],
  "handover-due": [
    "note",
    "nobody has noted that plenigo got the endpoint's signing secret",
    ownForStack("handover", "shows what plenigo needs; --done notes that it was entered"),
  ],
  "stripe-not-checked": [
    "note",
    "there is no key to ask Stripe with",
    setStripeKey("STRIPE_API_KEY", "a key of the account; then the audit of its stacks again"),
  ],
  "not-comparable": [
    "note",
    "values that are encrypted, or that a Pulumi ESC environment may hold, can't be compared",
    ownForStack("fleet preview", "the engine can open and compare it"),
  ],
} as const satisfies Readonly<Record<string, readonly [Severity, string, Remedy]>>;

/** Fixed label of a finding. */
export type AuditFinding = keyof typeof AUDIT_FINDINGS;

/** Findings of `fleet preview`, `fleet up` and `fleet matrix` beside those of the audit and the error codes. */
export const RUN_FINDINGS = {
  "never-provisioned": [
    "missing",
    "nothing of the stack was ever provisioned",
    ownForStack("fleet up", "makes it"),
  ],
  "resource-missing": [
    "missing",
    "a resource that the state knows is gone",
    ownForStack("fleet up", "makes it again"),
  ],
  "endpoint-unreadable": [
    "drift",
    "Stripe refused the key of the last run; what is in Stripe was not compared",
    ownForStack("fleet up", "goes on with the managing key of today"),
  ],
  "secret-settings-differ": [
    "drift",
    "the connection secret has other settings (tags, KMS key, description)",
    ownForStack("fleet up", "repairs it in place"),
  ],
  "reader-policy-differs": [
    "drift",
    "the connection secret has another reader policy",
    ownForStack("fleet up", "repairs it in place"),
  ],
  "resource-differs": [
    "drift",
    "another resource of the program differs",
    ownForStack("fleet up", "repairs it in place"),
  ],
  "change-pending": [
    "pending",
    "declared by code or configuration, not applied yet",
    ownForStack("fleet up", "applies it"),
  ],
  changed: ["note", "what an update changed, or why a stack is in the matrix", explain("nothing to do")],
  recovered: [
    "note",
    "what `fleet recover` has brought back into Pulumi's state",
    ownForStack("fleet preview", "shows what is left to do"),
  ],
  "foreign-secret": [
    "error",
    "something else made the secret that has the connection secret's name",
    ownForStack("recover", "takes it over, after asking"),
  ],
  "generation-differs": [
    "drift",
    "the stack's file declares another generation than the one in use",
    ownForStack("rotate --status", "says which step is next"),
  ],
  "not-started": [
    "not-run",
    "why the stack was not run",
    explain("run the same command again for this stack, with --stack"),
  ],
} as const satisfies Readonly<Record<string, readonly [Severity | "pending" | "not-run", string, Remedy]>>;

/** What a finding means to whoever reads a report. */
export interface FindingMeaning {
  /** The status of a stack whose worst finding this is; a note leaves it as it is. */
  readonly severity: Severity | "pending" | "not-run";
  /** One line. */
  readonly meaning: string;
  /** What to do about it. */
  readonly next: Remedy;
}

/**
 * Each code that a fleet report may hold, in the order of the schema (schemas/fleet-report.schema.json). Where a run
 * or a look fails for a reason that docs/errors.md lists, the finding has the error's code instead.
 */
export const FINDINGS: Readonly<Record<string, FindingMeaning>> = {
  template: {
    severity: "note",
    meaning: "the stack's file is still a template, which nothing else looks at",
    next: initStack("asks for the values"),
  },
  ...meaningsOf(AUDIT_FINDINGS),
  ...meaningsOf(RUN_FINDINGS),
};

function meaningsOf(
  findings: Readonly<Record<string, readonly [FindingMeaning["severity"], string, Remedy]>>,
): Record<string, FindingMeaning> {
  return Object.fromEntries(
    Object.entries(findings).map(([code, [severity, meaning, next]]) => [code, { severity, meaning, next }]),
  );
}

/** What to do about a failure whose error does not say it itself. */
const FAILURES: Readonly<Partial<Record<ErrorCode, Remedy>>> = {
  "engine-failed": pulumi("preview", "shows the whole error; so does the stack's log"),
  cancelled: explain("run the same command again for this stack, with --stack"),
  "stack-locked": pulumi("cancel --yes", "only if you are sure that nothing runs"),
};

const DOCTOR: Remedy = ownForStack("doctor", "looks at all that the stack needs");

/** What to do about a finding, by its code alone. */
export function remedyOf(code: string): Remedy {
  return FINDINGS[code]?.next ?? FAILURES[code as ErrorCode] ?? DOCTOR;
}
