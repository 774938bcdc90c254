import { checkAccess, type DeniedActions } from "../access";
import { markedForDeletion, secretNotFound } from "../aws-error";
import type { Caller } from "../caller";
import type { EmulatedSecret } from "../emulated-secret";
import type { RequestInput } from "../request-input";
import { checkSecretId } from "../secret-rules";
import type { SecretStore } from "../secret-store";

/** What every operation works with. */
export interface OperationContext {
  readonly store: SecretStore;
  readonly caller: Caller;
  readonly denied: DeniedActions;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** An operation: reads its parameters, checks rights and rules, then acts. Returns the answer's members. */
export interface Operation {
  readonly isWrite: boolean;
  run(input: RequestInput, context: OperationContext): Record<string, unknown>;
}

/** Throws AccessDeniedException unless the caller may do `action`, which isn't aimed at an existing secret. */
export function requireAction(context: OperationContext, action: string, named = "*", arn?: string): void {
  const { caller, denied } = context;
  checkAccess(caller, `secretsmanager:${action}`, { account: caller.account, named, arn }, denied);
}

/**
 * The secret that `SecretId` names, a scheduled one included. Rights come first, so that another account learns
 * nothing of what exists. Throws ValidationException, AccessDeniedException or ResourceNotFoundException.
 */
export function findSecret(input: RequestInput, context: OperationContext, action: string): EmulatedSecret {
  return findSecretNamed(input.requiredText("SecretId", { min: 1, max: 2048 }), context, action);
}

/** `findSecret` for a name or ARN at hand. */
export function findSecretNamed(named: string, context: OperationContext, action: string): EmulatedSecret {
  const { caller, denied, store } = context;
  checkSecretId(named);
  const account = named.startsWith("arn:") ? (named.split(":")[4] ?? "") : caller.account;
  const secret = store.find(named, { account, region: caller.region });
  checkAccess(caller, `secretsmanager:${action}`, { secret, account, named }, denied);
  if (!secret) throw secretNotFound();
  return secret;
}

/** `findSecret`, and InvalidRequestException while its deletion is scheduled. */
export function findUsableSecret(
  input: RequestInput,
  context: OperationContext,
  action: string,
): EmulatedSecret {
  return usable(findSecret(input, context, action));
}

/** The same secret; throws InvalidRequestException while its deletion is scheduled. */
export function usable(secret: EmulatedSecret): EmulatedSecret {
  if (secret.deletedDate !== undefined) throw markedForDeletion();
  return secret;
}

/** The members that almost every answer has. */
export function identityOf(secret: EmulatedSecret): { ARN: string; Name: string } {
  return { ARN: secret.arn, Name: secret.name };
}
