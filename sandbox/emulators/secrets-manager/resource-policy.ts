import { AwsError } from "./aws-error";

/** A statement of a policy; single values and lists made alike. */
export interface PolicyStatement {
  readonly effect: "Allow" | "Deny";
  /** AWS principals: ARNs, account numbers or `*`; empty in identity policies, and for services and NotPrincipal. */
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Conditions aren't evaluated. */
  readonly hasCondition: boolean;
}

const principalPattern = /^(\*|\d{12}|arn:aws[a-z-]*:(iam::\d{12}:(root|(user|role)\/.+)|sts::\d{12}:.+))$/;

/**
 * Parses a resource policy; throws MalformedPolicyDocumentException with AWS's two texts.
 * docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html
 */
export function parsePolicy(text: string): PolicyStatement[] {
  return statementsOf(text).map((statement) => {
    if (!exactlyOne(statement, "Principal")) throw syntaxError();
    return parseStatement(statement);
  });
}

/** Parses a policy of a user or role, which names no principals; throws like `parsePolicy`. */
export function parseIdentityPolicy(text: string): PolicyStatement[] {
  return statementsOf(text).map((statement) => {
    if ("Principal" in statement || "NotPrincipal" in statement) throw syntaxError();
    return parseStatement(statement);
  });
}

function statementsOf(text: string): Record<string, unknown>[] {
  const policy = asObject(parseJson(text));
  if (policy.Version !== undefined && policy.Version !== "2012-10-17" && policy.Version !== "2008-10-17") {
    throw syntaxError();
  }
  const statements = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
  if (statements.length === 0) throw syntaxError();
  return statements.map(asObject);
}

/** Whether a statement lets anybody in: BlockPublicPolicy refuses that. A condition counts as a restriction. */
export function isPublic(statements: readonly PolicyStatement[]): boolean {
  return statements.some(
    ({ effect, principals, hasCondition }) => effect === "Allow" && principals.includes("*") && !hasCondition,
  );
}

function parseStatement(statement: Record<string, unknown>): PolicyStatement {
  const { Effect: effect, Condition: condition } = statement;
  if (effect !== "Allow" && effect !== "Deny") throw syntaxError();
  if (!exactlyOne(statement, "Action") || !exactlyOne(statement, "Resource")) throw syntaxError();
  if (condition !== undefined) asObject(condition);
  const principals = statement.Principal === undefined ? [] : awsPrincipals(statement.Principal);
  if (!principals.every((principal) => principalPattern.test(principal))) {
    throw malformed("This resource policy contains an unsupported principal.");
  }
  return {
    effect,
    principals,
    actions: texts(statement.Action),
    resources: texts(statement.Resource),
    hasCondition: condition !== undefined && Object.keys(asObject(condition)).length > 0,
  };
}

function exactlyOne(statement: Record<string, unknown>, element: string): boolean {
  return (statement[element] === undefined) !== (statement[`Not${element}`] === undefined);
}

function awsPrincipals(principal: unknown): string[] {
  if (principal === "*") return ["*"];
  const kinds = asObject(principal);
  if (Object.keys(kinds).length === 0) throw syntaxError();
  return texts(kinds.AWS);
}

function texts(value: unknown): string[] {
  if (value === undefined) return [];
  const list = Array.isArray(value) ? value : [value];
  if (list.length === 0 || !list.every((item) => typeof item === "string")) throw syntaxError();
  return list;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw syntaxError();
  }
}

function asObject(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw syntaxError();
  return value as Record<string, unknown>;
}

function syntaxError(): AwsError {
  return malformed("This resource policy contains a syntax error.");
}

function malformed(message: string): AwsError {
  return new AwsError("MalformedPolicyDocumentException", message);
}
