import { accessDenied } from "./aws-error";
import type { Caller } from "./caller";
import type { EmulatedSecret } from "./emulated-secret";
import { type PolicyStatement, parsePolicy } from "./resource-policy";

/** Denied actions by access key id; `*` stands for any text: `secretsmanager:*`. */
export type DeniedActions = Readonly<Record<string, readonly string[]>>;

/** Where an action is aimed: the secret, if there is one, or what the call named. */
export interface AccessTarget {
  readonly secret?: EmulatedSecret;
  /** Account that owns what was named. */
  readonly account: string;
  /** The name or ARN as it was given. */
  readonly named: string;
}

/**
 * Throws AccessDeniedException unless IAM would let the caller do `action`: within an account users may do all
 * that isn't denied, mapped principals what the secret's policy allows; across accounts only the secret's policy
 * counts. docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function checkAccess(
  caller: Caller,
  action: string,
  target: AccessTarget,
  denied: DeniedActions,
): void {
  const { secret, account, named } = target;
  const refuse = (reason: string) => {
    throw accessDenied(caller.sessionArn, action, secret?.arn ?? named, reason);
  };
  if (denied[caller.accessKeyId]?.some((pattern) => matches(pattern, action))) {
    refuse("with an explicit deny in an identity-based policy");
  }
  const isForeign = account !== caller.account;
  const verdict = secret ? policyVerdict(caller, action, secret, isForeign) : "silent";
  if (verdict === "deny") refuse("with an explicit deny in a resource-based policy");
  if (verdict === "allow") return;
  if (isForeign) refuse(`because no resource-based policy allows the ${action} action`);
  if (!caller.hasIdentityPolicy) refuse(`because no identity-based policy allows the ${action} action`);
}

function policyVerdict(caller: Caller, action: string, secret: EmulatedSecret, isForeign: boolean) {
  const statements = secret.policy === undefined ? [] : parsePolicy(secret.policy);
  const fitting = statements.filter(
    ({ actions, resources, hasCondition }) =>
      !hasCondition &&
      actions.some((pattern) => matches(pattern, action)) &&
      resources.some((pattern) => matches(pattern, secret.arn)),
  );
  const isNamed = ({ principals }: PolicyStatement, isAccountEnough: boolean) =>
    principals.some((principal) => namesCaller(principal, caller, isAccountEnough));
  if (fitting.some((statement) => statement.effect === "Deny" && isNamed(statement, true))) return "deny";
  // Naming an account's root only passes the question on to that account's IAM policies.
  const isRootEnough = isForeign || caller.hasIdentityPolicy;
  return fitting.some((statement) => statement.effect === "Allow" && isNamed(statement, isRootEnough))
    ? "allow"
    : "silent";
}

function namesCaller(principal: string, caller: Caller, isAccountEnough: boolean): boolean {
  if (principal === "*" || principal === caller.principalArn || principal === caller.sessionArn) return true;
  const isAccount = principal === caller.account || principal.endsWith(`:iam::${caller.account}:root`);
  return isAccount && isAccountEnough;
}

/** IAM's wildcards: `*` for any text, `?` for one character; letter case of actions doesn't matter. */
function matches(pattern: string, text: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  const isAction = text.startsWith("secretsmanager:");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, isAction ? "i" : "").test(
    text,
  );
}
