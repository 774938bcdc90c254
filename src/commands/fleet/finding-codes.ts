/** How a finding weighs: it could not be looked at, it is gone, it differs, or it is only worth knowing. */
export type Severity = "error" | "missing" | "drift" | "note";

/** Each finding of the audit, with its weight and what it means. */
export const AUDIT_FINDINGS = {
  "config-invalid": ["error", "the stack's file has mistakes"],
  "aws-account-mismatch": ["error", "the AWS credentials belong to an account that the stack does not allow"],
  "aws-unavailable": ["error", "AWS could not be asked"],
  "secret-unreadable": ["error", "AWS does not let these credentials read the connection secret"],
  "secret-missing": ["missing", "there is no connection secret"],
  "secret-scheduled-for-deletion": ["drift", "somebody has scheduled the connection secret for deletion"],
  "secret-malformed": ["drift", "the connection secret is no document that consumers can read"],
  "secret-mismatch": ["drift", "the connection secret holds something else than the stack declares"],
  "stripe-unreadable": ["error", "Stripe could not be asked with the key of the connection secret"],
  "account-mismatch": ["error", "the key in the connection secret belongs to another account or mode"],
  "endpoint-missing": ["missing", "the endpoint that the connection secret names is not there"],
  "url-differs": ["drift", "the endpoint has another URL"],
  "events-differ": ["drift", "events are missing, or nobody declared them"],
  "description-differs": ["drift", "the endpoint has another description"],
  "endpoint-disabled": ["drift", "the endpoint is disabled"],
  "endpoint-enabled": ["drift", "a previous endpoint that should be disabled is enabled"],
  "marks-differ": ["drift", "the endpoint does not carry the stack's marks"],
  "api-version-differs": ["drift", "the endpoint renders events in another API version"],
  "foreign-endpoint": ["drift", "an endpoint that is not the stack's has the same URL: events arrive twice"],
  "leftover-endpoint": ["drift", "an endpoint of the stack that nothing uses any more"],
  "endpoint-limit-near": ["note", "the account has no room for the second endpoint of a rotation"],
  "handover-due": ["note", "nobody has noted that plenigo got the endpoint's signing secret"],
  "stripe-not-checked": ["note", "there is no key to ask Stripe with"],
  "not-comparable": ["note", "values that are encrypted in the stack's file can't be compared"],
} as const satisfies Readonly<Record<string, readonly [Severity, string]>>;

/** Fixed label of a finding. */
export type AuditFinding = keyof typeof AUDIT_FINDINGS;

/** Findings of `fleet preview`, `fleet up` and `fleet matrix` beside those of the audit and the error codes. */
export const RUN_FINDINGS = {
  "never-provisioned": ["missing", "nothing of the stack was ever provisioned"],
  "resource-missing": ["missing", "a resource that the state knows is gone"],
  "endpoint-unreadable": [
    "drift",
    "Stripe refused the key of the last run; what is in Stripe was not compared",
  ],
  "secret-settings-differ": [
    "drift",
    "the connection secret has other settings (tags, KMS key, description)",
  ],
  "reader-policy-differs": ["drift", "the connection secret has another reader policy"],
  "resource-differs": ["drift", "another resource of the program differs"],
  "change-pending": ["pending", "declared by code or configuration, not applied yet"],
  changed: ["note", "what an update changed, or why a stack is in the matrix"],
  recovered: ["note", "what `fleet recover` has brought back into Pulumi's state"],
  "foreign-secret": ["error", "something else made the secret that has the connection secret's name"],
  "generation-differs": ["drift", "the stack's file declares another generation than the one in use"],
  "not-started": ["not-run", "why the stack was not run"],
} as const satisfies Readonly<Record<string, readonly [Severity | "pending" | "not-run", string]>>;

/** What a finding means to whoever reads a report. */
export interface FindingMeaning {
  /** The status of a stack whose worst finding this is; a note leaves it as it is. */
  readonly severity: Severity | "pending" | "not-run";
  /** One line. */
  readonly meaning: string;
}

/**
 * Each code that a fleet report may hold, in the order of the schema (schemas/fleet-report.schema.json). Where a run
 * or a look fails for a reason that docs/errors.md lists, the finding has the error's code instead.
 */
export const FINDINGS: Readonly<Record<string, FindingMeaning>> = {
  template: {
    severity: "note",
    meaning: "the stack's file is still a template, which nothing else looks at",
  },
  ...Object.fromEntries(
    Object.entries(AUDIT_FINDINGS).map(([code, [severity, meaning]]) => [code, { severity, meaning }]),
  ),
  ...Object.fromEntries(
    Object.entries(RUN_FINDINGS).map(([code, [severity, meaning]]) => [code, { severity, meaning }]),
  ),
};
