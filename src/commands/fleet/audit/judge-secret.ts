import type { SecretAnswer } from "../../../aws/read-secrets";
import type { ConnectionSecret } from "../../../secret/connection-secret";
import { parseConnection } from "../../../secret/read-connection";
import { type Finding, finding } from "../report";
import type { DeclaredStack } from "./declared";

/** What was found in AWS; `connection` is there when its document can be read. */
export interface JudgedSecret {
  readonly connection?: ConnectionSecret;
  readonly findings: readonly Finding[];
}

/** Compares the connection secret with what its stack declares; says nothing of values that are secret. */
export function judgeSecret(declared: DeclaredStack, answer: SecretAnswer | undefined): JudgedSecret {
  const { secretName } = declared;
  if (answer === undefined) return failed("aws-unavailable", `AWS has not answered for ${secretName}`);
  if ("problem" in answer) return failed(...wordsOf(answer, secretName));
  const connection = parseConnection(answer.text);
  if (typeof connection === "string")
    return failed("secret-malformed", `${secretName} is not a connection secret: ${connection}`);
  return {
    connection,
    findings: [...mismatches(declared, connection), ...keyMismatch(declared, connection)],
  };
}

function failed(...[code, message]: Parameters<typeof finding>): JudgedSecret {
  return { findings: [finding(code, message)] };
}

function wordsOf(
  { problem, message }: Exclude<SecretAnswer, { text: string }>,
  name: string,
): Parameters<typeof finding> {
  switch (problem) {
    case "missing":
      return ["secret-missing", `there is no secret ${name}`];
    case "scheduled-for-deletion":
      return ["secret-scheduled-for-deletion", `${name} is scheduled for deletion`];
    case "denied":
      return ["secret-unreadable", `${name} can't be read: ${message}`];
    default:
      return ["aws-unavailable", `${name} could not be read: ${message}`];
  }
}

/** Properties that the stack's file declares in plain text. */
const BOUND = ["companyId", "environment", "stripeAccountId", "stripePublishableKey"] as const;

function mismatches(declared: DeclaredStack, connection: ConnectionSecret): Finding[] {
  const expected = { ...declared.config, webhookUrl: declared.url };
  return [...BOUND, "webhookUrl" as const].flatMap((property) => {
    if (declared.opaque.has(property) || expected[property] === connection[property]) return [];
    const message = `the connection secret's ${property} is not the declared one`;
    return [finding("secret-mismatch", message, expected[property] ?? null, connection[property] ?? null)];
  });
}

/** Two key pairs are never one without the other: a secret without the key serves an account linked by Stripe Connect. */
function keyMismatch({ config, opaque }: DeclaredStack, { stripeSecretKey }: ConnectionSecret): Finding[] {
  if (opaque.has("stripePublishableKey")) return [];
  const isDeclared = config.stripePublishableKey !== undefined;
  if (isDeclared === (stripeSecretKey !== undefined)) return [];
  const message = isDeclared
    ? "the connection secret lacks the secret key"
    : "the connection secret holds a secret key that the stack does not declare";
  return [finding("secret-mismatch", message)];
}
