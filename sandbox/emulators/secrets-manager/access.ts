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
  /** ARN of what is about to be made. */
  readonly arn?: string;
}

/**
 * Throws AccessDeniedException unless IAM would let the caller do `action`: within an account users may do all
 * that isn't denied (those with policies: what these allow), mapped principals what the secret's policy allows; across
 * accounts the secret's policy must allow it. docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function checkAccess(
  caller: Caller,
  action: string,
  target: AccessTarget,
  denied: DeniedActions,
): void {
  const { secret, account, named } = target;
  const resource = secret?.arn ?? target.arn ?? arnOf(named, caller);
  const refuse = (reason: string) => {
    throw accessDenied(caller.sessionArn, action, secret?.arn ?? named, reason);
  };
  if (denied[caller.accessKeyId]?.some((pattern) => matches(pattern, action))) {
    refuse("with an explicit deny in an identity-based policy");
  }
  const own = identityVerdict(caller, action, resource);
  if (own === "deny") refuse("with an explicit deny in an identity-based policy");
  const isForeign = account !== caller.account;
  const verdict = secret ? policyVerdict(caller, action, secret, isForeign) : "silent";
  if (verdict === "deny") refuse("with an explicit deny in a resource-based policy");
  if (isForeign && verdict !== "allow")
    refuse(`because no resource-based policy allows the ${action} action`);
  const isEnough = own === "allow" || (verdict === "allow" && (!isForeign || !caller.statements));
  if (!isEnough) refuse(`because no identity-based policy allows the ${action} action`);
}

function identityVerdict({ hasIdentityPolicy, statements }: Caller, action: string, resource: string) {
  if (!statements) return hasIdentityPolicy ? "allow" : "silent";
  const fitting = statements.filter((statement) => fits(statement, action, resource));
  if (fitting.some(({ effect }) => effect === "Deny")) return "deny";
  return fitting.length > 0 ? "allow" : "silent";
}

/** IAM judges a name that no secret has by the ARN made of it. Measured by ministackorg/ministack#1737. */
function arnOf(named: string, { account, region }: Caller): string {
  const isName = named !== "*" && !named.startsWith("arn:");
  return isName ? `arn:aws:secretsmanager:${region}:${account}:secret:${named}` : named;
}

function fits({ actions, resources, hasCondition }: PolicyStatement, action: string, resource: string) {
  return (
    !hasCondition &&
    actions.some((pattern) => matches(pattern, action)) &&
    resources.some((pattern) => matches(pattern, resource))
  );
}

function policyVerdict(caller: Caller, action: string, secret: EmulatedSecret, isForeign: boolean) {
  const statements = secret.policy === undefined ? [] : parsePolicy(secret.policy);
  const fitting = statements.filter((statement) => fits(statement, action, secret.arn));
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
