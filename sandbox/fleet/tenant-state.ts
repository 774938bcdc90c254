import type { EmulatedSecret } from "../emulators/secrets-manager/emulated-secret";
import type { AccountState } from "../emulators/stripe/emulated-state";

/** What the emulators hold of one tenant: its Stripe account and its connection secret. */
export interface TenantState {
  readonly account: AccountState;
  /** Missing when somebody has deleted it. */
  secret?: EmulatedSecret;
}

/** The connection secret's document, as consumers read it. */
export function documentOf({ secret }: TenantState): Record<string, string> {
  return JSON.parse(secret?.versions.at(-1)?.secretString ?? "{}");
}
