import { type Environment, factsOf } from "../environments";
import { UserError } from "../errors";
import type { EndpointsApi, LabelledKey } from "./endpoints-api";
import { keyForm } from "./keys";

/** The account and environment that a stack declares. */
export interface DeclaredAccount {
  readonly environment: Environment;
  /** `acct_…` */
  readonly stripeAccountId: string;
}

/**
 * Proves that a key belongs to the declared account and mode before it is used or stored.
 * Mode: the key's prefix (an account object does not tell it). Account: `GET /v1/account`, or the id in its refusal.
 * @throws UserError `key-mode-mismatch`, `account-mismatch`, `account-not-provable`, `key-refused`, or what Stripe answered
 */
export async function proveAccount(api: EndpointsApi, declared: DeclaredAccount): Promise<void> {
  requireMode(api.key, declared.environment);
  const accountId = await accountOf(api, declared);
  if (accountId === declared.stripeAccountId) return;
  throw new UserError({
    code: "account-mismatch",
    what: `${api.key.label} is a key of account ${accountId}, but the stack declares ${declared.stripeAccountId}.`,
    where: `stripeAccountId, ${api.key.label}`,
    next: [setKeyCommand(api.key.label, declared), `pulumi config set stripeAccountId ${accountId}`],
  });
}

async function accountOf(api: EndpointsApi, declared: DeclaredAccount): Promise<string> {
  try {
    return await api.accountId();
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== "permission-missing") throw error;
    throw new UserError({
      code: "account-not-provable",
      what: `Stripe does not let ${api.key.label} read its account, so that it can't be told whether it belongs to ${declared.stripeAccountId}.`,
      where: api.key.label,
      next: ["give the restricted key the permission to read the account (rak_accounts_kyc_basic_read)"],
      cause: error,
    });
  }
}

/** @throws UserError `key-mode-mismatch`: no key that works for the environment, told by its form alone */
export function requireMode(key: LabelledKey, environment: Environment): void {
  const { kind, mode } = keyForm(key.value);
  const wanted = factsOf(environment).mode;
  if ((kind === "secret" || kind === "restricted") && mode === wanted) return;
  const found = mode ? `a ${kind} key of ${mode} mode` : kind === "unknown" ? "no Stripe key" : `a ${kind}`;
  throw new UserError({
    code: "key-mode-mismatch",
    what: `${key.label} is ${found}, but this stack is ${environment} (Stripe ${wanted} mode).`,
    where: key.label,
    next: [setKeyCommand(key.label, { environment })],
  });
}

function setKeyCommand(label: string, { environment, stripeAccountId }: Partial<DeclaredAccount>): string {
  const wanted = [
    "a",
    environment && factsOf(environment).mode,
    "key",
    stripeAccountId && `of ${stripeAccountId}`,
  ];
  const command =
    label === "STRIPE_API_KEY" ? "export STRIPE_API_KEY=…" : `pulumi config set --secret ${label}`;
  return `${command}   (${wanted.filter(Boolean).join(" ")})`;
}
