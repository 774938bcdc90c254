import { UserError } from "../errors";
import type { DeclaredAccount } from "../stripe/account-guard";
import type { Session } from "./session";

/**
 * Whether an error means that the endpoint does not exist any more. Stripe answers 404 to a key of another account too,
 * so a 404 counts only after the same key has proved account and mode; a key of another account must never make us
 * forget an endpoint.
 * @throws UserError when the key can't prove it
 */
export async function isGone(session: Session, error: unknown, declared: DeclaredAccount): Promise<boolean> {
  if (!(error instanceof UserError) || error.code !== "endpoint-gone") return false;
  await session.proveManagingKey(declared);
  return true;
}
